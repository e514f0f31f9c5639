/// Makes one JSON array of the responses to several documents.
package enum ResponseJoin {
    /// One response as it is; several as the elements of one array, with the sets of those that
    /// are arrays themselves. The header with the version comes back once, in front.
    ///
    /// - Returns: nil where there is none to be joined.
    package static func join(_ responses: [ResponseText]) -> ResponseText? {
        if responses.count < 2 { return responses.first }
        let joined = ResponseText()
        var elements = 0
        func add(_ element: Span<UInt8>) {
            joined.write(elements == 0 ? "[" : ",")
            elements += 1
            joined.write(element)
        }
        let texts = responses.map { ($0, ResponseJoin.elements(of: $0.text())) }
        for (response, ranges) in texts {
            for range in ranges where elements == 0 && isHeader(response.text(), range) {
                add(response.text().extracting(range))
            }
        }
        for (response, ranges) in texts {
            for range in ranges where !isHeader(response.text(), range) {
                add(response.text().extracting(range))
            }
        }
        joined.write("]\n")
        return joined
    }

    /// The places of an array's elements, or of the one thing that is no array. What was written
    /// here is well formed.
    private static func elements(of text: Span<UInt8>) -> [Range<Int>] {
        var cursor = JSONCursor(file: "", text: text)
        var places: [Range<Int>] = []
        do throws(VectorError) {
            // One level deeper than where the prompt had what is repeated of it.
            if try !cursor.take("[") { return [try cursor.skip(depth: -1)] }
            var isFirst = true
            while try cursor.nextElement(&isFirst) { places.append(try cursor.skip(depth: -1)) }
        } catch {
            preconditionFailure("a response that is no JSON: \(error.description)")
        }
        return places
    }

    private static func isHeader(_ text: Span<UInt8>, _ place: Range<Int>) -> Bool {
        var cursor = JSONCursor(file: "", text: text, at: place.lowerBound)
        var isFirst = true
        guard (try? cursor.expect("{")) != nil, let key = try? cursor.nextKey(&isFirst) else {
            return false
        }
        return text.extracting(key).matches("acvVersion")
    }
}
