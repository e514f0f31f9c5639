@testable import Fleet
@testable import fipsmark_fleet

enum Platform {
    static func scopes(_ yaml: String) throws(ScopesError) -> Scopes {
        try Scopes(try ScopesFile.parse(Array(yaml.utf8)))
    }
}
