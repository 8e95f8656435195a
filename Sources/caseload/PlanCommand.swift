import ArgumentParser
import CaseStore

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Says whether the servers suffice for so many devices a day, and what keeps them from more.",
        discussion: """
            It reckons with what workers have recorded of their work minute by minute and with the exhibits whose examination \
            has ended. Where too little is recorded, it says so.
            """)

    @Option(help: .init("How many devices come in a day.", valueName: "number")) var devicesPerDay: Double
    @Option(
        help: .init("How large a device is: 64GB, 2TB; by default the mean of what was examined.", valueName: "size"))
    var bytesPerDevice: ByteSize?
    @Option(help: .init("How many days to look back.", valueName: "number")) var days = 14
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func validate() throws {
        guard devicesPerDay > 0, devicesPerDay <= 1_000_000 else {
            throw ValidationError("Devices a day: a number above 0, at most 1000000.")
        }
        guard (1...3_650).contains(days) else { throw ValidationError("Days: a number from 1 to 3650.") }
        guard bytesPerDevice.map({ $0.byteCount > 0 }) ?? true else {
            throw ValidationError("A device has some bytes.")
        }
    }

    func run() async throws {
        try await store.withStore { open in
            let work = try await open.store.recordedWork(days: days)
            try output.show(
                PlanRecord(
                    plan: CapacityPlan(
                        of: work, devicesPerDay: devicesPerDay, bytesPerDevice: bytesPerDevice?.byteCount)))
        }
    }
}
