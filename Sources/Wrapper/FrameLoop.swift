import Algorithms
package import Approval

/// Answers the requests of an acvptool until its input ends.
package struct FrameLoop {
    private let connection: Connection
    let operations: Operations
    private let dialect: Dialect

    package init(_ gate: Gate, _ dialect: Dialect, _ stream: any ByteStream) {
        connection = Connection(stream)
        operations = Operations(gate)
        self.dialect = dialect
    }

    /// What was answered before an error has been written when it is thrown: the client knows how
    /// far it came.
    package func run() throws(WrapperError) {
        do throws(WrapperError) {
            while let frame = try connection.readFrame() { try answer(frame) }
        } catch {
            try connection.flush()
            throw error
        }
        try connection.flush()
    }

    private func answer(_ frame: Frame) throws(WrapperError) {
        let name = String(decoding: frame.parts[0], as: UTF8.self)
        // The one request without a reply: all that is held back is wanted now.
        if name == "flush" && frame.parts.count == 1 { return try connection.flush() }
        guard let command = Command.named(name) else {
            throw .request("unknown command \(name.quotedForOneLine)")
        }
        let arguments = Array(frame.parts.dropFirst())
        if arguments.count != command.operation.argumentCount {
            throw .request(
                "\(name) with \(arguments.count) arguments; it takes "
                    + "\(command.operation.argumentCount)")
        }
        let reply: [[UInt8]]
        do throws(OperationError) {
            reply = try answer(command.operation, arguments)
        } catch {
            switch error {
            case .parameter(let what), .unknown(let what): throw .request("\(name): \(what)")
            case .service(let error): throw .service(command: name, error)
            }
        }
        try connection.send(Frame(reply).encoded)
    }

    /// The order of arguments and results is that of BoringSSL's modulewrapper.
    private func answer(
        _ operation: Command.Operation, _ arguments: [[UInt8]]
    ) throws(OperationError) -> [[UInt8]] {
        switch operation {
        case .configuration:
            return [Array(try configuration().utf8)]
        case .digest(let hash):
            return [try operations.digest(hash, arguments[0])]
        case .digestChain(let hash):
            return [try operations.digestChain(hash, seed: arguments[0])]
        case .extendableOutput(let function):
            let count = try arguments[1].number()
            return [try operations.expand(function, arguments[0], count: count)]
        case .extendableOutputChain(let function):
            return try extendableOutputChain(function, arguments)
        case .iteratedCipher(let mode, let encrypting):
            return try iteratedCipher(mode, encrypting, arguments)
        case .cipher(let mode, let encrypting):
            if try arguments[3].number() != 1 { throw .parameter("iterations of \(mode.rawValue)") }
            return [
                try operations.transform(
                    mode, encrypting: encrypting, key: arguments[0], iv: arguments[2],
                    arguments[1])
            ]
        case .xts(let encrypting):
            return [
                try operations.transform(
                    .xts, encrypting: encrypting, key: arguments[0], iv: arguments[2],
                    arguments[1])
            ]
        case .sealing(let sealing):
            return try answer(sealing, arguments)
        case .hmac(let hash):
            return [try operations.hmac(hash, key: arguments[1], arguments[0])]
        case .cmac:
            let count = try arguments[0].number()
            return [try operations.cmac(key: arguments[1], arguments[2], tagBytes: count)]
        case .cmacVerification:
            let code = try operations.cmac(
                key: arguments[0], arguments[1], tagBytes: arguments[2].count, verifying: true)
            return [code == arguments[2] ? [1] : [0]]
        case .randomBits(let mechanism, let reseeding):
            return [try randomBits(mechanism, reseeding, arguments)]
        case .signing(let signing):
            return try answer(signing, arguments)
        }
    }

    private func configuration() throws(OperationError) -> String {
        let capabilities = try asked { () throws(ModuleError) in
            try Capabilities(operations.gate, for: dialect)
        }
        let features: [JSON] =
            dialect.announcesBatch ? [["algorithm": "acvptool", "features": ["batch"]]] : []
        return JSON.array(features + capabilities.registrations).text
    }

    private func extendableOutputChain(
        _ function: ExtendableOutputFunction, _ arguments: [[UInt8]]
    ) throws(OperationError) -> [[UInt8]] {
        let lower = try arguments[1].number()
        let upper = try arguments[2].number()
        if lower > upper { throw .parameter("output lengths from \(lower) to \(upper)") }
        let (output, next) = try operations.expandChain(
            function, arguments[0], lengths: lower...upper, first: try arguments[3].number())
        return [output, UInt32(next).littleEndianBytes]
    }

    private func iteratedCipher(
        _ mode: BlockCipherMode, _ encrypting: Bool, _ arguments: [[UInt8]]
    ) throws(OperationError) -> [[UInt8]] {
        let (key, data) = (arguments[0], arguments[1])
        let iv = mode == .ecb ? [] : arguments[2]
        let iterations = try arguments[arguments.count - 1].number()
        // The Monte Carlo test has 1,000.
        if !(1...100_000).contains(iterations) { throw .parameter("\(iterations) iterations") }
        if iterations == 1 {
            // Nobody reads the output before the first.
            let output = try operations.transform(
                mode, encrypting: encrypting, key: key, iv: iv, data)
            return [output, [UInt8](repeating: 0, count: data.count)]
        }
        let outputs = try operations.chain(
            mode, encrypting: encrypting, key: key, iv: iv, data, iterations: iterations)
        return outputs.reversed()
    }
}

extension String {
    /// What a client sent, fit for one line on a terminal.
    var quotedForOneLine: String {
        let printable = unicodeScalars.map { (0x20..<0x7F).contains($0.value) ? String($0) : "?" }
        return "'\(printable.joined())'"
    }
}

extension [UInt8] {
    /// A number that is an argument.
    func number() throws(OperationError) -> Int {
        if count != 4 { throw .parameter("a number of \(count) bytes; it has 4") }
        return Int(UInt32(littleEndianBytes: self[...]))
    }
}
