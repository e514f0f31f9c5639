import Algorithms
import Approval
import ArgumentParser
import CommandSupport

/// What the gates let pass beyond what is approved.
struct PolicyOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Let services of legacy use pass.",
            discussion: "Such as verification with SHA-1 or on P-192: for what was protected when "
                + "it was approved (SP 800-131A Rev. 2, section 1.2). Refused otherwise."))
    var legacy = false

    @OptionGroup var certificates: CertificateOptions

    /// The gate of a test in front of the module.
    func gate(_ module: any Module) -> Gate {
        Gate(module, for: .test, legacy: legacy, asOf: certificates.date)
    }
}
