/// What the rounds of one contestant have given.
struct Result: Codable {
    let contestant: String
    /// For each round, its steps in their order.
    private(set) var rounds: [[StepResult]] = []

    struct StepResult: Codable {
        let step: String
        /// Whether it is printed apart, and not part of the whole.
        let isApart: Bool
        let measurement: Measurement
    }

    init(contestant: String) { self.contestant = contestant }

    mutating func add(_ round: [StepResult]) { rounds.append(round) }

    var steps: [String] { rounds.first?.map(\.step) ?? [] }

    /// The median over all rounds of the time of one step.
    func seconds(of step: String) -> Double {
        median(rounds.compactMap { $0.first { $0.step == step }?.measurement.seconds })
    }

    /// The median of the whole, in seconds; steps apart left out, as in what follows.
    var seconds: Double { median(secondsByRound) }

    var processorSeconds: Double { median(counted.map { $0.map(\.processorSeconds).reduce(0, +) }) }

    /// The median over the rounds of each one's largest.
    var peakMemoryByteCount: Int64 {
        Int64(median(counted.map { Double($0.map(\.peakMemoryByteCount).max() ?? 0) }))
    }

    /// How many times as long as another it took: the median of the ratios within a round, so that a machine whose
    /// speed drifts changes nothing.
    func ratio(to other: Result) -> Double {
        median(zip(secondsByRound, other.secondsByRound).map { $0 / $1 })
    }

    /// The median of a time that the program itself prints in its summary, as `name   after 0.53 s`; nil where it does not.
    func stated(_ name: String) -> Double? {
        let times = counted.flatMap { $0 }.compactMap { $0.output.statedSeconds(name) }
        return times.isEmpty ? nil : median(times)
    }

    private var counted: [[Measurement]] { rounds.map { $0.filter { !$0.isApart }.map(\.measurement) } }
    private var secondsByRound: [Double] { counted.map { $0.map(\.seconds).reduce(0, +) } }
}

extension String {
    fileprivate func statedSeconds(_ name: String) -> Double? {
        guard let line = split(separator: "\n").first(where: { $0.hasPrefix(name + " ") }) else { return nil }
        let words = line.split(separator: " ")
        guard words.last == "s", let number = words.dropLast().last else { return nil }
        return Double(number)
    }
}

/// The middle value, or the mean of the middle two; 0 of none.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let middle = sorted.isEmpty ? nil : sorted.count / 2 else { return 0 }
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
