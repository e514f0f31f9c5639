import BenchExports
import Testing

@Suite struct OpenSSLSpeedReaderTests {
    /// What openssl 3.0.19 wrote, standard output and error together.
    @Test func tablesAndRatesAreRead() throws {
        let result = try #require(
            OpenSSLSpeedResult(
                """
                +DT:AES-256-GCM:1:16
                +R:1603089:AES-256-GCM:0.600000
                +DTP:2048:private:rsa:1
                +R1:1331:2048:0.33
                +H:16:64
                +F:25:AES-256-GCM:42749040.00:158320000.00
                +F2:2:2048:4033.333333:61435.294118
                +F4:3:256:50011.764706:15757.575758
                +F5:3:256:21000.000000:0.000048
                +F6:0:253:Ed25519:26342.424242:9248.484848
                +F8:0:2048:3545.454545:0.000282
                """))
        #expect(result.unusedLines == [])
        let entries = Dictionary(
            uniqueKeysWithValues: result.entries.map {
                ("\($0.name)/\($0.messageBytes)", $0.picoseconds)
            })
        #expect(entries["AES-256-GCM/16"] == 374_277)
        #expect(entries["AES-256-GCM/64"] == 404_245)
        #expect(entries["rsa 2048 sign/0"] == 247_933_884)
        #expect(entries["rsa 2048 verify/0"] == 16_277_288)
        #expect(entries["ecdsa 256 verify/0"] == 63_461_538)
        #expect(entries["ecdh 256 derive/0"] == 47_619_048)
        #expect(entries["Ed25519 253 sign/0"] == 37_961_578)
        #expect(entries["ffdh 2048 derive/0"] == 282_051_282)
        #expect(entries.count == 10)
    }

    /// What openssl 3.5.7 wrote: KEMs and signatures have names on standard error alone.
    @Test func namesOfLaterAlgorithmsComeFromTheLinesOfMeasuring() throws {
        let measured = """
            +DTP:ML-KEM-768:keygen:1
            +R15:13521:ML-KEM-768:0.71
            +DTP:ML-KEM-768:encaps:1
            +R16:23730:ML-KEM-768:0.80

            """
        let table = "+F9:13:19043.661972:29662.500000:19218.055556\n"
        let both = try #require(OpenSSLSpeedResult(measured + table))
        #expect(both.entries.map(\.name) == ["ML-KEM-768 keygen", "ML-KEM-768 encaps"])
        #expect(both.entries[0].picoseconds == 52_510_909)
        #expect(both.unusedLines == [])
        let alone = try #require(OpenSSLSpeedResult(table))
        #expect(alone.entries == [] && alone.unusedLines.count == 1)
    }

    @Test(arguments: ["", "no results\n", "{\"schema\": \"fipsmark-bench/1\"}"])
    func otherTextIsNone(_ text: String) {
        #expect(OpenSSLSpeedResult(text) == nil)
    }

    @Test(arguments: [
        "+F:1:x:100.00\n", "+H:16:64\n+F:1:x:100.00\n", "+H:16\n+F:1:x:abc\n", "+F4:3:256\n",
        "+F77:1:2:3\n", "+R:100:x:1.0\n", "+H:16\n+F:1:x:inf\n",
    ])
    func brokenLinesAreToldAndGiveNoNumber(_ text: String) throws {
        let result = try #require(OpenSSLSpeedResult(text))
        #expect(result.entries == [] && result.unusedLines.count == 1, "\(text)")
    }
}
