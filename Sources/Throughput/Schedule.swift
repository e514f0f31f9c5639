/// The order in which points are measured: every point in every round, each round shuffled, so
/// that a slow minute of the machine is shared by all points and belongs to none.
struct Schedule: Sequence {
    private let order: [Int]

    init(points: Int, rounds: Int) {
        var generator = SystemRandomNumberGenerator()
        order = (0..<rounds).flatMap { _ in
            (0..<points).shuffled(using: &generator)
        }
    }

    func makeIterator() -> IndexingIterator<[Int]> { order.makeIterator() }
}
