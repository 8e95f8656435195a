import Glibc

/// What all processes of a run have used of the processors, those that have ended included: a clock that goes no faster
/// where the machine is slow.
struct Consumption {
    private var most: [pid_t: Int] = [:]

    /// Takes a look at the processes that live now.
    /// - Returns: the sum so far, in the kernel's ticks (a hundredth of a second).
    mutating func note(_ processes: [RunningProcess]) -> Int {
        for process in processes { most[process.id] = max(most[process.id] ?? 0, process.ticks) }
        return most.values.reduce(0, +)
    }
}
