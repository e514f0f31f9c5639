/// Reads the objects of the `tests` arrays of one document into cases: what the sets ask, or what
/// they answer. One thread keeps it from group to group.
@safe
final class JSONObjectReader {
    /// Two, since the answers of a set often alternate between two shapes: a plaintext, or that
    /// there is none.
    private struct Layouts: ~Copyable {
        var latest = ObjectLayout()
        var other = ObjectLayout()
    }

    // Behind a pointer: a stored `var` of a class is checked for exclusive access at each use.
    private let layouts: UnsafeMutablePointer<Layouts>

    init() {
        unsafe layouts = .allocate(capacity: 1)
        unsafe layouts.initialize(to: Layouts())
    }

    deinit {
        unsafe layouts.deinitialize(count: 1)
        unsafe layouts.deallocate()
    }

    /// Reads one object; the cursor stands at its '{' and is left behind its '}'.
    @inline(__always)
    func read(
        _ cursor: inout JSONCursor, into vector: inout VectorCase
    ) throws(VectorError) {
        if unsafe layouts.pointee.latest.isUsable {
            let characters = unsafe vector.setObject(
                cursor.text, at: cursor.position, layouts.pointee.latest)
            if characters > 0 {
                cursor.position += characters
                return
            }
        }
        try unsafe readOtherwise(&cursor, into: &vector, &layouts.pointee)
    }

    @inline(never)
    private func readOtherwise(
        _ cursor: inout JSONCursor, into vector: inout VectorCase, _ layouts: inout Layouts
    ) throws(VectorError) {
        swap(&layouts.latest, &layouts.other)
        if layouts.latest.isUsable {
            let characters = vector.setObject(cursor.text, at: cursor.position, layouts.latest)
            if characters > 0 {
                cursor.position += characters
                return
            }
        }
        try learn(&cursor, into: &vector, &layouts.latest)
    }

    /// Reads an object token by token, and learns how it is written.
    private func learn(
        _ cursor: inout JSONCursor, into vector: inout VectorCase, _ latest: inout ObjectLayout
    ) throws(VectorError) {
        latest.begin(at: cursor.position)
        try cursor.expect("{")
        var isFirst = true
        var seen = FieldSet()
        while let key = try cursor.nextKey(&isFirst) {
            let name = cursor.text.extracting(key)
            if name.matches("otherInput") || name.matches("largeMsg") {
                latest.giveUp()
                try readNested(name.matches("largeMsg"), &cursor, &vector, &latest)
            } else if let field = VectorField.spelled(name) {
                if seen.contains(field) { throw cursor.error("\(field.name) stands twice") }
                seen.insert(field)
                try readValue(of: field, &cursor, &vector, &latest)
            } else if try cursor.peek() == UInt8(ascii: "{") {
                try readInner(key, &cursor, &vector, &latest, &seen)
            } else {
                try cursor.skip()
            }
        }
        latest.finish(at: cursor.position)
    }

    /// An object that is no field itself. Its members are those of the case: `partyId` in
    /// `fixedInfoPartyU` is `fixedInfoPartyUPartyId` or, where no field is called so, `partyId`.
    private func readInner(
        _ outer: Range<Int>, _ cursor: inout JSONCursor, _ vector: inout VectorCase,
        _ latest: inout ObjectLayout, _ seen: inout FieldSet
    ) throws(VectorError) {
        let prefix = cursor.text.string(outer)
        try cursor.expect("{")
        var isFirst = true
        while let key = try cursor.nextKey(&isFirst) {
            let name = cursor.text.string(key)
            let joined = Array((prefix + name.prefix(1).uppercased() + name.dropFirst()).utf8)
            guard
                let field = VectorField.spelled(joined.span)
                    ?? VectorField.spelled(cursor.text.extracting(key))
            else {
                try cursor.skip()
                continue
            }
            if seen.contains(field) { throw cursor.error("\(field.name) stands twice") }
            seen.insert(field)
            try readValue(of: field, &cursor, &vector, &latest)
        }
    }

    private func readValue(
        of field: VectorField, _ cursor: inout JSONCursor, _ vector: inout VectorCase,
        _ latest: inout ObjectLayout
    ) throws(VectorError) {
        let first = try cursor.peek()
        let start = cursor.position
        if first == UInt8(ascii: "n") {
            latest.giveUp()
            try cursor.skip()
        } else if field == .resultsArray {
            latest.giveUp()
            try readResults(&cursor, &vector)
        } else {
            switch field.form {
            case .integer:
                let value = try cursor.integer()
                vector.set(field, integer: value)
                if value < 0 { throw cursor.error("\(field.name) is negative") }
                latest.add(field, cursor.text, value: start..<cursor.position)
            case .boolean:
                vector.set(field, integer: try cursor.boolean() ? 1 : 0)
                latest.add(field, cursor.text, value: start..<cursor.position)
            case .octets:
                let value = try cursor.string()
                try cursor.set(field, value, &vector)
                latest.add(field, cursor.text, value: value)
            case .text:
                latest.giveUp()
                let value = try cursor.string()
                try cursor.require(value, toFit: vector)
                let characters = try cursor.characters(of: value)
                let end = vector.end
                vector.append(characters.span)
                vector.point(field, at: end)
            }
        }
    }

    /// `resultsArray` of a Monte Carlo test.
    private func readResults(
        _ cursor: inout JSONCursor, _ vector: inout VectorCase
    ) throws(VectorError) {
        let start = vector.end
        vector.forgetResults()
        try cursor.expect("[")
        var isFirst = true
        var entry = 0
        while try cursor.nextElement(&isFirst) {
            entry += 1
            try cursor.expect("{")
            var isFirstMember = true
            while let key = try cursor.nextKey(&isFirstMember) {
                guard let field = VectorField.spelled(cursor.text.extracting(key)) else {
                    try cursor.skip()
                    continue
                }
                let begin = vector.end
                try appendResult(field, &cursor, &vector)
                vector.addResult(field, entry: entry, from: begin)
            }
        }
        vector.point(.resultsArray, at: start)
    }

    private func appendResult(
        _ field: VectorField, _ cursor: inout JSONCursor, _ vector: inout VectorCase
    ) throws(VectorError) {
        switch field.form {
        case .integer: return vector.append(integer: try cursor.integer())
        case .boolean: return vector.append(integer: try cursor.boolean() ? 1 : 0)
        case .octets, .text: break
        }
        let value = try cursor.string()
        try cursor.require(value, toFit: vector)
        let digits = vector.append(hexadecimal: cursor.text, at: value.lowerBound)
        if digits != value.count || digits & 1 == 1 {
            throw cursor.error("\(field.name) is not hexadecimal, of an even number of digits")
        }
    }

    /// `otherInput` of a DRBG, or `largeMsg` of a large data test.
    private func readNested(
        _ isLargeMessage: Bool, _ cursor: inout JSONCursor, _ vector: inout VectorCase,
        _ latest: inout ObjectLayout
    ) throws(VectorError) {
        if isLargeMessage {
            try cursor.expect("{")
            var isFirst = true
            while let key = try cursor.nextKey(&isFirst) {
                guard let field = VectorField.spelled(cursor.text.extracting(key)) else {
                    try cursor.skip()
                    continue
                }
                try readValue(of: field, &cursor, &vector, &latest)
            }
            return
        }
        try cursor.expect("[")
        var isFirst = true
        var requests = 0
        while try cursor.nextElement(&isFirst) {
            try readOtherInput(&cursor, &vector, &requests)
        }
    }

    /// SP 800-90A DRBG JSON specification, section 7.3: a reseeding, or one of two requests.
    private func readOtherInput(
        _ cursor: inout JSONCursor, _ vector: inout VectorCase, _ requests: inout Int
    ) throws(VectorError) {
        try cursor.expect("{")
        var use = ""
        var values: [(isEntropy: Bool, place: Range<Int>)] = []
        var isFirst = true
        while let key = try cursor.nextKey(&isFirst) {
            let name = cursor.text.extracting(key)
            if name.matches("intendedUse") {
                use = try cursor.word()
            } else if name.matches("entropyInput") {
                values.append((true, try cursor.string()))
            } else if name.matches("additionalInput") {
                values.append((false, try cursor.string()))
            } else {
                try cursor.skip()
            }
        }
        let fields: (entropy: VectorField, additional: VectorField)
        switch use {
        case "reSeed": fields = (.entropyInputReseed, .additionalInputReseed)
        case "generate":
            requests += 1
            if requests > 2 { throw cursor.error("more than two requests to a generator") }
            fields =
                requests == 1
                ? (.entropyInputPR1, .additionalInput1) : (.entropyInputPR2, .additionalInput2)
        default: throw cursor.error("unknown intendedUse '\(use)'")
        }
        for value in values {
            try cursor.set(
                value.isEntropy ? fields.entropy : fields.additional, value.place, &vector)
        }
    }
}

extension JSONCursor {
    fileprivate func require(
        _ value: Range<Int>, toFit vector: borrowing VectorCase
    ) throws(VectorError) {
        if !vector.isFull(with: value.count) { return }
        throw VectorError(
            file: file, place: .byte(value.lowerBound),
            message: VectorCase.isTooLong)
    }

    /// Decodes the string at `value` into a field.
    func set(
        _ field: VectorField, _ value: Range<Int>, _ vector: inout VectorCase
    ) throws(VectorError) {
        try require(value, toFit: vector)
        let digits = vector.set(field, hexadecimal: text, at: value.lowerBound)
        if digits == value.count && digits & 1 == 0 { return }
        let place = VectorError.Place.byte(value.lowerBound + min(digits, value.count))
        let problem =
            digits == value.count
            ? "\(field.name) has an odd number of hexadecimal digits"
            : "\(field.name) is not hexadecimal"
        throw VectorError(file: file, place: place, message: problem)
    }
}
