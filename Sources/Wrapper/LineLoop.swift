import Algorithms
package import Approval

/// Answers requests of acvp-assay's harness protocol: one JSON object a line, one answer for each.
///
/// Errors are answers here. "unsupported" is what the module does not offer and what the gate
/// refuses, told apart in the detail; "authentication failed" is the right answer to a forgery.
package struct LineLoop {
    /// Two digits a byte, for as much as a frame may hold.
    private static let lineBytes = 4 * Frame.Limit.partBytes

    private let connection: Connection
    private let operations: Operations
    private let toolVersion: String

    package init(_ gate: Gate, toolVersion: String, _ stream: any ByteStream) {
        connection = Connection(stream)
        operations = Operations(gate)
        self.toolVersion = toolVersion
    }

    package func run() throws(WrapperError) {
        while let (line, isTooLong) = try connection.readLine(limit: LineLoop.lineBytes) {
            if isTooLong {
                let limit = LineLoop.lineBytes
                try send(["error": .string("a request of more than \(limit) bytes")])
            } else if !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
                try send(answer(line))
            }
        }
        try connection.flush()
    }

    private func send(_ answer: JSON) throws(WrapperError) {
        try connection.send(Array((answer.text + "\n").utf8))
    }

    private func answer(_ line: [UInt8]) -> JSON {
        let request: JSON
        do throws(JSONReader.Malformed) {
            request = try JSONReader.read(line)
        } catch {
            return ["error": .string("malformed request: \(error.reason)")]
        }
        do throws(OperationError) {
            return try HarnessRequest(request, operations, toolVersion).answer()
        } catch {
            return LineLoop.answer(to: error)
        }
    }

    private static func answer(to error: OperationError) -> JSON {
        switch error {
        case .parameter(let what):
            ["error": .string(what)]
        case .unknown(let what):
            ["error": "unsupported", "detail": .string(what)]
        case .service(.refused(let refusal)):
            ["error": "unsupported", "detail": .string(detail("refused: \(refusal.rule.id)"))]
        case .service(.module(.notOffered(let reason))):
            ["error": "unsupported", "detail": .string(detail("not offered: \(reason)"))]
        case .service(.module(let error)):
            ["error": .string(error.message)]
        }
    }

    /// The client takes no detail of more than 200 characters.
    private static func detail(_ text: String) -> String { String(text.prefix(200)) }
}
