/// Where the sections of a CAVP file lie, and what its comments say about all of them.
struct CAVPPlan {
    struct Section {
        /// The lines in brackets above it, without the brackets.
        private(set) var titles: [String] = []
        /// What they set, `Alen = 0, Plen = 0`: the names in upper case with their values.
        private(set) var settings: [(name: String, value: String)] = []
        /// Everything below them.
        var body = 0..<0

        mutating func add(_ title: String) {
            titles.append(title)
            for part in title.split(separator: ",") {
                guard let sign = part.firstIndex(of: "=") else { continue }
                settings.append(
                    (part[..<sign].trimmed.uppercased(), part[part.index(after: sign)...].trimmed))
            }
        }
    }

    /// The comments above the first section, in upper case.
    private(set) var comments = ""
    /// The values above the first title, which hold for every section.
    private(set) var preamble = 0..<0
    private(set) var sections: [Section] = []
    /// Where the first line stands that is no comment.
    private(set) var firstLine = 0
    private static let maximumCommentBytes = 1 << 14

    init(file: String, text: Span<UInt8>) {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let isMarked = text.count >= 3 && text.extracting(first: 3).matches(mark.span)
        let start = isMarked ? 3 : 0
        var cursor = CAVPCursor(file: file, text: text, start..<text.count)
        var isInTitles = false
        var hasLines = false
        while let line = cursor.next() {
            switch line {
            case .aside(let range):
                if sections.isEmpty && !hasLines { addComment(text, range) }
                continue
            case .title(let range):
                let title = text.string(range)
                if !isInTitles {
                    close(at: cursor.lineStart, start)
                    sections.append(Section())
                }
                isInTitles = true
                sections[sections.count - 1].add(title)
                sections[sections.count - 1].body = cursor.position..<cursor.position
            case .value, .word: isInTitles = false
            }
            if !hasLines { firstLine = cursor.lineStart }
            hasLines = true
        }
        if sections.isEmpty {
            sections = [Section(body: start..<text.count)]
        } else {
            close(at: text.count, start)
        }
    }

    private mutating func close(at end: Int, _ start: Int) {
        if sections.isEmpty {
            preamble = start..<end
        } else {
            let body = sections[sections.count - 1].body
            sections[sections.count - 1].body = body.lowerBound..<end
        }
    }

    private mutating func addComment(_ text: Span<UInt8>, _ range: Range<Int>) {
        if comments.utf8.count + range.count > CAVPPlan.maximumCommentBytes { return }
        comments += text.string(range).uppercased() + "\n"
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
