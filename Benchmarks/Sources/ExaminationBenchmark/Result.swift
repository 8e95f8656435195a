/// What the rounds of one contestant have given.
struct Result: Codable {
    let contestant: String
    /// For each round, its steps in their order.
    private(set) var rounds: [[StepResult]] = []

    struct StepResult: Codable {
        let step: String
        let measurement: Measurement
    }

    init(contestant: String) { self.contestant = contestant }

    mutating func add(_ round: [StepResult]) { rounds.append(round) }

    var steps: [String] { rounds.first?.map(\.step) ?? [] }

    /// The median over all rounds of the time of one step.
    func seconds(of step: String) -> Double {
        median(rounds.compactMap { $0.first { $0.step == step }?.measurement.seconds })
    }

    /// The median of the whole, in seconds.
    var seconds: Double { median(rounds.map { $0.map(\.measurement.seconds).reduce(0, +) }) }

    var processorSeconds: Double { median(rounds.map { $0.map(\.measurement.processorSeconds).reduce(0, +) }) }

    /// The median over the rounds of each one's largest.
    var peakMemoryByteCount: Int64 {
        Int64(median(rounds.map { Double($0.map(\.measurement.peakMemoryByteCount).max() ?? 0) }))
    }
}

/// The middle value, or the mean of the middle two; 0 of none.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let middle = sorted.isEmpty ? nil : sorted.count / 2 else { return 0 }
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
