package import CanonicalJSON

/// The reference check of our own over an OSCAL document: what JSON Schema and the public
/// validators let through.
package enum OSCALReferences {
    /// One line for each problem, with the place; none for a document that may be written.
    ///
    /// - Parameter controls: the objectives and controls that a document may name.
    package static func problems(in document: JSONValue, controls: ControlMap) -> [String] {
        var walk = Walk(controls)
        walk.collect(document, member: "")
        walk.check(document, member: "")
        // Members are visited in any order.
        return walk.problems.sorted()
    }

    private struct Walk {
        private let objectives: Set<String>
        private let controls: Set<String>
        private var uuids: Set<String> = []
        /// Names and indices down to the value that is looked at, put together for a problem alone.
        private var path: [String] = []
        private(set) var problems: [String] = []

        private static let digits = [
            "SHA-224": 56, "SHA-256": 64, "SHA-384": 96, "SHA-512": 128, "SHA3-224": 56,
            "SHA3-256": 64, "SHA3-384": 96, "SHA3-512": 128,
        ]
        private static let methods: Set = ["EXAMINE", "INTERVIEW", "TEST", "UNKNOWN"]
        private static let times: Set = [
            "last-modified", "published", "start", "end", "collected", "expires",
        ]

        init(_ map: ControlMap) {
            objectives = Set(map.objectives.map(\.id))
            controls = Set(map.objectives.map(\.control))
        }

        private mutating func add(_ problem: String) {
            problems.append("/\(path.joined(separator: "/")): \(problem)")
        }

        /// Every UUID that the document gives, each of them once.
        mutating func collect(_ value: JSONValue, member: String) {
            switch value {
            case .object(let members):
                for (name, value) in members { collect(value, member: name) }
            case .array(let values):
                for value in values { collect(value, member: "") }
            case .string(let string) where member == "uuid":
                if !uuids.insert(string).inserted {
                    problems.append("/: the UUID \(OSCAL.value(string)) stands twice")
                }
                if !Walk.isUUID(string) {
                    problems.append("/: \(OSCAL.value(string)) is no UUID of version 4 or 5")
                }
            default: break
            }
        }

        mutating func check(_ value: JSONValue, member: String) {
            switch value {
            case .object(let members):
                for (name, value) in members {
                    path.append(name)
                    check(value, member: name)
                    path.removeLast()
                }
                checkObject(members, member: member)
            case .array(let values):
                if values.isEmpty { add("the list is empty") }
                for (index, value) in values.enumerated() {
                    path.append(String(index))
                    check(value, member: member)
                    path.removeLast()
                }
            case .string(let string): checkString(string, member: member)
            case .integer, .boolean, .tenths: break
            }
        }

        private mutating func checkString(_ string: String, member: String) {
            let shown = OSCAL.value(string, most: 80)
            switch member {
            case "implementation-statement-uuid": break
            case _ where member.hasSuffix("-uuid") || member.hasSuffix("-uuids"):
                if !uuids.contains(string) { add("\(shown) is no UUID of the document") }
            case "href": checkAddress(string, shown)
            case "control-id":
                if !controls.contains(string) { add("the control \(shown) is unknown") }
            case "target-id", "objective-id":
                if !objectives.contains(string) { add("the objective \(shown) is unknown") }
            case "statement-id":
                let isKnown = controls.contains { string.hasPrefix($0 + "_smt") }
                if !isKnown { add("the statement \(shown) is unknown") }
            case "methods":
                if !Walk.methods.contains(string) { add("\(shown) is no method") }
            case "oscal-version":
                if string != OSCAL.version { add("\(shown) is not \(OSCAL.version)") }
            case _ where Walk.times.contains(member):
                if OSCAL.time(string) == nil { add("\(shown) is no time in UTC") }
            case "value", "title", "name":
                if string.isEmpty || string != OSCAL.value(string, most: .max) {
                    add("not one line of text")
                }
            default: break
            }
        }

        private mutating func checkAddress(_ string: String, _ shown: String) {
            if string.hasPrefix("#") {
                if !uuids.contains(String(string.dropFirst())) {
                    add("\(shown) leads nowhere in the document")
                }
            } else if string.hasPrefix("/") || string.lowercased().hasPrefix("file:")
                || string.utf8.dropFirst().starts(with: ":\\".utf8)
            {
                add("\(shown) is a place on one machine")
            }
        }

        private mutating func checkObject(
            _ members: [String: JSONValue], member: String
        ) {
            switch member {
            case "hashes": checkHash(members)
            case "results": checkTimes(members)
            case "findings": checkFinding(members)
            default: break
            }
        }

        private mutating func checkHash(_ members: [String: JSONValue]) {
            guard case .string(let name)? = members["algorithm"],
                case .string(let value)? = members["value"], let count = Walk.digits[name]
            else { return add("the hash has no name that OSCAL knows") }
            let isHexadecimal = value.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
            if value.utf8.count != count || !isHexadecimal {
                add("the value is no \(name) in lower-case hexadecimal")
            }
        }

        private mutating func checkTimes(_ members: [String: JSONValue]) {
            guard case .string(let start)? = members["start"] else { return }
            var end = start
            if case .string(let time)? = members["end"] { end = time }
            if end < start { add("the result ends before it starts") }
            guard case .array(let observations)? = members["observations"] else { return }
            for (index, observation) in observations.enumerated() {
                guard case .object(let members) = observation,
                    case .string(let time)? = members["collected"]
                else { continue }
                if time < start || time > end {
                    add("observation \(index) was collected outside of start and end")
                }
            }
        }

        private mutating func checkFinding(_ members: [String: JSONValue]) {
            if members["related-observations"] == nil { add("rests on no observation") }
            guard case .object(let target)? = members["target"],
                case .object(let status)? = target["status"],
                case .string(let state)? = status["state"],
                case .string(let objective)? = target["target-id"]
            else { return add("the finding has no target with a state") }
            switch state {
            case "not-satisfied":
                if members["related-risks"] == nil { add("not satisfied, and no risk") }
            case "satisfied":
                if !ControlMap.executed.contains(objective) {
                    add("no run satisfies \(OSCAL.value(objective))")
                }
            default: add("\(OSCAL.value(state)) is no state of a finding")
            }
        }

        /// Version 4 or 5 of the variant of RFC 9562, as OSCAL's data type demands.
        private static func isUUID(_ text: String) -> Bool {
            let octets = Array(text.utf8)
            guard octets.count == 36, octets[14] == 0x34 || octets[14] == 0x35,
                [0x38, 0x39, 0x61, 0x62, 0x41, 0x42].contains(octets[19])
            else { return false }
            return octets.enumerated().allSatisfy { place, octet in
                if [8, 13, 18, 23].contains(place) { return octet == UInt8(ascii: "-") }
                return (0x30...0x39).contains(octet) || (0x61...0x66).contains(octet)
                    || (0x41...0x46).contains(octet)
            }
        }
    }
}
