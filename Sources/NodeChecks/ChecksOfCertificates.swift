import Approval

extension NodeCheck {
    static let ofCertificates = [
        NodeCheck(
            "C01", "the module has a certificate", .required, [.cryptography],
            "CMVP; FIPS 140-3 Management Manual",
            "Looks for the certificate of exactly this module: by its file, else by exact version. "
                + "Policy validated wants an active one, update-stream also takes later builds of "
                + "a vendor's module, configured tells it.",
            remedy: "install the certified build of the provider, choose a policy that fits, or "
                + "bring a newer table with --certificates"),
        NodeCheck(
            "C02", "the certificate does not end soon", .warning, [.configuration], "CMVP",
            "Fails where the certificate's sunset is fewer than 180 days away.",
            remedy: "plan the move to a module whose certificate lasts longer"),
        NodeCheck(
            "C03", "the table of certificates is fresh", .warning, [.configuration], "CMVP",
            "Fails where the table is older than 90 days. After a year it can say nothing.",
            remedy: "bring a newer table with --certificates, or update fipsmark"),
        NodeCheck(
            "C04", "the node is an environment that was tested", .information, [.configuration],
            "FIPS 140-3 Management Manual, 7.9",
            "Compares the node with the operational environments of the certificate. What was not "
                + "tested is porting that the vendor or the user affirms.",
            remedy: "affirm the port in the system security plan, or use a tested environment"),
        NodeCheck(
            "C05", "inventory of cryptographic modules", .information, [.configuration],
            "FedRAMP SSP Appendix Q",
            "Lists each module with version, certificate and whether it is validated.",
            remedy: "none: this is a record"),
    ]
}
