package import FoundationEssentials

extension BenchRecord {
    /// Why a file is not a record: what was found, and where.
    package struct FormatError: Error, CustomStringConvertible {
        package let description: String
    }

    /// The record as JSON, keys in order: equal records are equal bytes.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// - Parameter name: what an error calls the file.
    package init(decoding data: Data, name: String) throws(FormatError) {
        struct Head: Decodable { let schema: String }
        do {
            let decoder = JSONDecoder()
            let head = try decoder.decode(Head.self, from: data)
            guard head.schema == BenchRecord.currentSchema else {
                throw FormatError(
                    description: "\(name): schema \(head.schema), this fipsmark reads "
                        + "\(BenchRecord.currentSchema); measure again with this version")
            }
            self = try decoder.decode(BenchRecord.self, from: data)
        } catch let error as FormatError {
            throw error
        } catch {
            throw FormatError(
                description: "\(name): no record of fipsmark bench (\(error)); "
                    + "write one with 'fipsmark bench --format json --output FILE'")
        }
    }
}
