extension BenchRecord {
    /// What a process pays before its first operation: medians over the processes that measured.
    package struct StartUp: Codable, Sendable, Equatable {
        /// The provider's load, with the self-tests that it runs then.
        package var loadPicoseconds: Int
        /// In the order in which the module ran them.
        package var selfTests: [SelfTest]

        package init(loadPicoseconds: Int, selfTests: [SelfTest]) {
            self.loadPicoseconds = loadPicoseconds
            self.selfTests = selfTests
        }
    }

    package struct SelfTest: Codable, Sendable, Equatable {
        /// As the module calls them: `KAT_Digest` and `SHA2`.
        package var type: String
        package var description: String
        package var picoseconds: Int

        package init(type: String, description: String, picoseconds: Int) {
            self.type = type
            self.description = description
            self.picoseconds = picoseconds
        }
    }

    /// How many times as much several threads do as one, in thousandths.
    package struct Scaling: Codable, Sendable, Equatable {
        package var id: String
        package var threads: Int
        /// Each thread with a library context of its own.
        package var ownPerMille: Int
        /// All threads with methods that were fetched from one library context.
        package var sharedPerMille: Int

        package init(id: String, threads: Int, ownPerMille: Int, sharedPerMille: Int) {
            self.id = id
            self.threads = threads
            self.ownPerMille = ownPerMille
            self.sharedPerMille = sharedPerMille
        }
    }
}
