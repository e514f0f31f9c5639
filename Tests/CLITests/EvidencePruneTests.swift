import Foundation
import Testing

/// `fipsmark evidence prune`: payload goes, the chain stays.
@Suite struct EvidencePruneTests {
    private let desk: EvidenceDesk
    private let old = "2015-01-01T00:00:00Z"

    init() throws { desk = try EvidenceDesk() }

    private func prune(_ more: String...) throws -> Outcome {
        try desk.fipsmark(["evidence", "prune", desk.path("bundles")] + more)
    }

    private static let kept = ["manifest.dsse.json", "manifest.json", "signer.pub.pem"]

    @Test func theChainStays() throws {
        let first = try desk.bundle(startedAt: old, ["--cmmc"])
        let second = try desk.bundle(.fail, startedAt: "2016-01-01T00:00:00Z")
        let newest = try desk.bundle()
        let before = try [first, second, newest].map { try $0.files() }
        let dry = try prune("--keep", "6y", "--dry-run")
        #expect(dry.status == 0 && dry.output.split(separator: "\n").count == 2)
        #expect(dry.output.hasPrefix("would prune \(first.path): "))
        #expect(try [first, second, newest].map { try $0.files() } == before)
        let outcome = try prune("--keep", "6y")
        #expect(outcome.status == 0, "\(outcome.talk)")
        #expect(
            outcome.output == dry.output.replacingOccurrences(of: "would prune", with: "pruned"))
        for (bundle, files) in zip([first, second], before) {
            #expect(try Folder.names(bundle) == EvidencePruneTests.kept)
            for name in EvidencePruneTests.kept {
                #expect(try bundle.files()[name] == files[name])
            }
            #expect(try desk.verify(bundle).status == 2)
        }
        #expect(try newest.files() == before[2])
        let key = try desk.key().open
        let verified = try desk.verify(newest, ["--key", key, "--previous", second.path])
        #expect(verified.status == 0, "\(verified.output)")
        #expect(verified.output.contains("chain: it follows the bundle that was named"))
        // Once is enough, and what follows still finds the newest.
        #expect(try prune("--keep", "6y").output == "nothing is older than 6y\n")
        let next = try desk.bundle(.fail, startedAt: "2099-01-01T00:00:00Z")
        let last = try desk.verify(next, ["--key", key, "--previous", newest.path])
        #expect(last.status == 1 && last.output.contains("chain: it follows"))
    }

    @Test func aTimeStampStays() throws {
        let bundle = try desk.bundle(startedAt: old)
        try bundle.file("manifest.tsr", "a token of somebody's")
        #expect(try prune("--keep", "12w").status == 0)
        #expect(
            try Folder.names(bundle) == (EvidencePruneTests.kept + ["manifest.tsr"]).sorted())
    }

    @Test(arguments: ["30d", "12w", "6y", "36500d"])
    func whatIsYoungStays(_ keep: String) throws {
        let bundle = try desk.bundle()
        let before = try bundle.files()
        #expect(try prune("--keep", keep).output == "nothing is older than \(keep)\n")
        #expect(try bundle.files() == before)
    }

    /// A manifest that somebody wrote to have other files removed.
    @Test(arguments: [
        "../victim", "oscal/../../victim", "./manifest.json", "oscal//victim", "a/b/victim",
        "..", "manifest.json\\u0000x", "",
    ])
    func aManifestLeadsNowhereElse(_ path: String) throws {
        let bundle = try desk.bundle(startedAt: old)
        let other = try desk.bundle(.fail, startedAt: old)
        let victim = try desk.folder.appending(path: "bundles").file("victim", "keep me")
        try bundle.change("manifest.json", "\"path\":\"junit.xml\"", "\"path\":\"\(path)\"")
        let before = try bundle.files()
        for more in [["--dry-run"], []] {
            let outcome = try desk.fipsmark(
                ["evidence", "prune", desk.path("bundles"), "--keep", "1y"] + more)
            #expect(outcome.status == 2)
            #expect(outcome.talk.contains("nothing was removed"), "\(outcome.talk)")
            #expect(!outcome.talk.contains("\u{0}"))
        }
        #expect(try bundle.files() == before)
        #expect(try desk.text(victim) == "keep me")
        // The other bundles have done nothing wrong.
        #expect(try Folder.names(other) == EvidencePruneTests.kept)
    }

    @Test func linksAreNotFollowed() throws {
        let bundle = try desk.bundle(startedAt: old)
        let outside = try desk.folder.folder("outside")
        let target = outside.path + "/oscal"
        try FileManager.default.moveItem(atPath: bundle.path + "/oscal", toPath: target)
        try FileManager.default.createSymbolicLink(
            atPath: bundle.path + "/oscal", withDestinationPath: target)
        let before = try outside.files()
        #expect(try prune("--keep", "1y").status == 2)
        #expect(try outside.files() == before && before.count >= 2)
        // A link in the place of a file goes, and not what it leads to.
        let own = try desk.bundle(.fail, startedAt: old)
        try FileManager.default.removeItem(atPath: own.path + "/junit.xml")
        let victim = try outside.file("victim", "keep me")
        try FileManager.default.createSymbolicLink(
            atPath: own.path + "/junit.xml", withDestinationPath: victim)
        _ = try prune("--keep", "1y")
        #expect(try Folder.names(own) == EvidencePruneTests.kept)
        #expect(try desk.text(victim) == "keep me")
    }

    /// A bundle that lies elsewhere is another folder's.
    @Test func aLinkToABundleIsNotFollowed() throws {
        let bundle = try desk.bundle(startedAt: old, in: "elsewhere")
        let before = try bundle.files()
        try FileManager.default.createSymbolicLink(
            atPath: try desk.folder.folder("bundles").path + "/link",
            withDestinationPath: bundle.path)
        let outcome = try prune("--keep", "1y")
        #expect(outcome.status == 2 && outcome.talk.contains("bundles/link"))
        #expect(try bundle.files() == before)
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        expectError(try prune("--keep", "1y"), status: 2, "bundles", "No such file")
    }
}
