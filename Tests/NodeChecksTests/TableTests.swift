import Approval
import NodeChecks
import Testing

@Suite struct TableTests {
    @Test func everyCheckOfTheReferenceIsThereOnce() {
        let counts = [("K", 10), ("O", 17), ("G", 7), ("C", 5), ("W", 5), ("L", 4)]
        let expected = counts.flatMap { letter, count in
            (1...count).map { letter + ($0 < 10 ? "0" : "") + "\($0)" }
        }
        #expect(NodeCheck.table.map(\.id) == expected)
    }
}
