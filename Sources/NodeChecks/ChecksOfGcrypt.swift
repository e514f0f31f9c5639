import Approval

extension NodeCheck {
    static let ofGcrypt = [
        NodeCheck(
            "G01", "libgcrypt runs in FIPS mode", .required, [.cryptography],
            "libgcrypt manual, FIPS mode",
            "Asks the library and names what turned it on: a variable, a file or the kernel. Fails "
                + "where it is off while the kernel's flag is on; a variable alone is a warning.",
            remedy: "boot with fips=1 or create /etc/gcrypt/fips_enabled"),
        NodeCheck(
            "G02", "libgcrypt passes its self-tests", .required, [.integrity],
            "libgcrypt manual, FIPS mode",
            "Asks for its state and forces its self-tests. Fails where one fails.",
            remedy: "reinstall libgcrypt"),
        NodeCheck(
            "G03", "libgcrypt carries an integrity value", .warning, [.integrity],
            "FIPS 140-3, 7.5",
            "Looks for the ELF note that its integrity test reads. Fails where there is none.",
            remedy: "install the vendor's FIPS build of libgcrypt"),
        NodeCheck(
            "G04", "two libraries give the same answers", .required, [.cryptography],
            "ACVP", "The same questions to both libraries. Fails where they disagree.",
            remedy: "take the node out of service and keep the inputs that are listed"),
        NodeCheck(
            "G05", "indicators agree", .warning, [.cryptography], "FIPS 140-3 IG 2.4.C",
            "Compares libgcrypt's indicators with OpenSSL's. Fails where they disagree for no "
                + "known reason.",
            remedy: "use the library whose certificate lists the service"),
        NodeCheck(
            "G06", "libgcrypt's certificate", .information, [.configuration], "CMVP",
            "Says whether the library has a certificate, or serves for cross-checks alone.",
            remedy: "none: this is a record"),
        NodeCheck(
            "G07", "GnuTLS runs in FIPS mode", .warning, [.cryptography],
            "GnuTLS manual, FIPS140-2 mode",
            "Asks GnuTLS, where it is there, for its mode and state. Fails where its integrity "
                + "checks are skipped by a variable.",
            remedy: "unset GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS"),
    ]
}
