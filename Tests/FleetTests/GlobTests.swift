import Fleet
import Testing

@Suite struct GlobTests {
    @Test(arguments: [
        ("*", "anything", true), ("eu-*", "eu-1", true), ("eu-*", "us-1", false),
        ("*-gpu", "eu-1-gpu", true), ("a*b*c", "aXXbYYc", true), ("a*b*c", "aXXbYY", false),
        ("exact", "exact", true), ("exact", "exactly", false), ("**", "", true),
        ("a*a", "a", false),
    ])
    func matches(_ pattern: String, _ name: String, _ expected: Bool) {
        #expect(Glob(pattern).matches(name) == expected)
    }

    @Test(arguments: [
        ("eu-*", "us-*", false), ("eu-*", "*-gpu", true), ("a*", "*b", true),
        ("a*c", "ab*d", false), ("node-1", "node-*", true), ("*", "*", true),
        ("a*b", "a*c", false), ("x*", "y", false), ("*1*", "*2*", true),
    ])
    func overlaps(_ one: String, _ two: String, _ expected: Bool) {
        #expect(Glob(one).overlaps(Glob(two)) == expected)
        #expect(Glob(two).overlaps(Glob(one)) == expected)
    }
}
