/// Writes what stands around the answers of a response: the members of each set that ACVP repeats
/// from the prompt, and the groups.
struct ResponseEnvelope {
    private let response: ResponseText
    private let prompt: SharedText
    private let headers: [Range<Int>]
    private let isArray: Bool
    private let state = State()

    /// What has been written so far.
    private final class State {
        var elements = 0
        var groups = 0
        var cases = 0
    }

    init(_ response: ResponseText, _ prompt: Span<UInt8>, _ plan: JSONVectorPlan) {
        self.response = response
        self.prompt = SharedText(prompt)
        headers = plan.headers
        isArray = plan.isArray
    }

    /// The version's header comes back; a login, which libacvp puts in front, is nobody's business.
    func begin() {
        if isArray { response.write("[") }
        for header in headers where isVersion(header) {
            if state.elements > 0 { response.write(",") }
            state.elements += 1
            response.write(prompt.span.extracting(header))
        }
    }

    /// Takes the memory for a set's answers at once.
    func makeRoom(_ count: Int) { response.makeRoom(count) }

    private func isVersion(_ header: Range<Int>) -> Bool {
        var cursor = JSONCursor(file: "", text: prompt.span, at: header.lowerBound)
        var isFirst = true
        guard (try? cursor.expect("{")) != nil, let key = try? cursor.nextKey(&isFirst) else {
            return false
        }
        return cursor.text.extracting(key).matches("acvVersion")
    }

    func beginSet(_ set: JSONVectorPlan.VectorSet) {
        if state.elements > 0 { response.write(",") }
        state.elements += 1
        state.groups = 0
        response.write("{")
        for member in set.head
        where ["vsId", "algorithm", "mode", "revision", "isSample"].contains(member.name) {
            response.write("\"")
            response.write(word: member.name)
            response.write("\":")
            response.write(prompt.span.extracting(member.value))
            response.write(",")
        }
        response.write("\"testGroups\":[")
    }

    /// - Parameter isFirst: whether these are the first cases of their group.
    func write(_ tgId: Int, isFirst: Bool, _ groupAnswer: ResponseText?, _ cases: Span<UInt8>) {
        if isFirst {
            if state.groups > 0 { response.write("]},") }
            state.groups += 1
            state.cases = 0
            response.write("{\"tgId\":")
            response.write(tgId)
            if let groupAnswer { response.write(groupAnswer.text()) }
            response.write(",\"tests\":[")
        }
        if cases.isEmpty { return }
        if state.cases > 0 { response.write(",") }
        state.cases += 1
        response.write(cases)
    }

    func endSet() {
        response.write(state.groups > 0 ? "]}]}" : "]}")
    }

    func end() {
        response.write(isArray ? "]\n" : "\n")
    }
}
