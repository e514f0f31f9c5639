import Algorithms
import COpenSSL
import Testing

@testable import OpenSSLModule

/// Providers that answer one name of an indicator, another, both or none, set as a provider does.
@Suite struct IndicatorParametersTests {
    private static let upstream = "fips-indicator"
    private static let redHat = "redhat-fips-indicator"

    @Test(
        arguments: [
            ([:], Indicator.none), ([upstream: 1], .approved), ([upstream: 0], .notApproved),
            ([redHat: 0], .none), ([redHat: 1], .approved), ([redHat: 2], .notApproved),
            ([upstream: 1, redHat: 2], .notApproved), ([upstream: 0, redHat: 1], .notApproved),
            ([upstream: 1, redHat: 0], .approved), (["another-indicator": 1], .none),
        ] as [([String: Int32], Indicator)])
    func anIndicatorIsReadByItsName(values: [String: Int32], indicator: Indicator) {
        #expect(IndicatorParameters.read { IndicatorParametersTests.set($0, values) } == indicator)
    }

    @Test func aCallThatFailsSaysNothing() {
        let indicator = IndicatorParameters.read { parameters in
            _ = IndicatorParametersTests.set(parameters, [IndicatorParametersTests.upstream: 1])
            return 0
        }
        #expect(indicator == .none)
    }

    private static func set(
        _ parameters: UnsafeMutablePointer<OSSL_PARAM>, _ values: [String: Int32]
    ) -> Int32 {
        for (name, value) in values {
            guard let place = OSSL_PARAM_locate(parameters, name) else { continue }
            if OSSL_PARAM_set_int(place, value) != 1 { return 0 }
        }
        return 1
    }
}
