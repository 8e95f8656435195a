/// Marks on some of a list of addresses, in bounded memory however often others are named.
struct AddressMarks {
    private let sorted: [UInt64]
    private var marks: [Bool]

    init(_ addresses: [UInt64]) {
        sorted = addresses.sorted()
        marks = .init(repeating: false, count: addresses.count)
    }

    /// Marks an address, if it is on the list.
    mutating func mark(_ address: UInt64) {
        if let index = index(of: address) { marks[index] = true }
    }

    func isMarked(_ address: UInt64) -> Bool { index(of: address).map { marks[$0] } ?? false }

    private func index(of address: UInt64) -> Int? {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < address { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == address ? low : nil
    }
}
