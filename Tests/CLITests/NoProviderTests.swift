import Testing

/// Programs whose configuration gives them no provider that computes: every fetch fails.
@Suite struct NoProviderTests {
    private static let nothing = """
        openssl_conf = main
        [main]
        providers = providers
        [providers]
        null = null_sect
        [null_sect]
        activate = 1

        """

    @Test func acceptSaysThatNothingIsServed() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept(programs.write(NoProviderTests.nothing))
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(outcome.check("O04")?.text.contains("SHA2-256 comes from none") == true)
        #expect(outcome.check("O10")?.word == "fail", "\(outcome.output)")
    }

    @Test func aProbeFails() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.run(
            ["probe", "--profile", "module"], programs.write(NoProviderTests.nothing))
        #expect(outcome.status == 1, "\(outcome.output)\(outcome.talk)")
        #expect(outcome.output.contains("O10 SHA2-256 of abc is wrong"))
    }

    @Test func theVersionSaysWhyItHasNoDigest() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.run(["--version"], programs.write(NoProviderTests.nothing))
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("sha256 unknown: OpenSSL"))
        #expect(outcome.output.contains("refused SHA2-256"))
    }
}
