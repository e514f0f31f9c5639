package import Algorithms
package import Approval

/// What a module would be registered for at ACVP's server, as JSON (ACVP, registration of
/// algorithms): an array of algorithms with their parameters. None of it is written by hand.
package struct Registration {
    package let algorithms: [JSON]

    package init(_ gate: Gate) throws(ModuleError) {
        algorithms = try Capabilities(gate).registrations.map { registration in
            guard case .object(var members) = registration else { return registration }
            // Which certificate an algorithm builds on is for the laboratory to fill in.
            let place = members.firstIndex { $0.name == "revision" }.map { $0 + 1 }
            members.insert(JSON.Member("prereqVals", []), at: place ?? members.count)
            return .object(members)
        }
    }

    /// One algorithm a line: people read it too, and change it.
    package var text: String {
        "[\n" + algorithms.map(\.text).joined(separator: ",\n") + "\n]\n"
    }
}
