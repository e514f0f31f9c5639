import Approval

extension NodeCheck {
    static let ofOpenSSL = [
        NodeCheck(
            "O01", "one libcrypto, 3.0 or later", .warning, [.configuration],
            "OpenSSL_version(3)",
            "Names the libcrypto that programs get, its file and digest. Fails where two are "
                + "mapped, which may not share a FIPS provider, or where it is older than 3.0.",
            remedy: "leave one libcrypto in the image and on the library path"),
        NodeCheck(
            "O02", "where the configuration comes from", .required, [.configuration],
            "config(5ossl), fips_module(7)",
            "Resolves openssl.cnf and what it includes as libcrypto does, with digests, and the "
                + "variables that override it. Fails where it is missing or an override turns FIPS "
                + "off; an override that does not is a warning.",
            remedy: "install an openssl.cnf that includes fipsmodule.cnf and activates fips and "
                + "base; unset OPENSSL_CONF, OPENSSL_MODULES and OPENSSL_FORCE_FIPS_MODE"),
        NodeCheck(
            "O03", "the providers that programs get", .required, [.cryptography],
            "OSSL_PROVIDER_do_all(3), fips_module(7)",
            "Lists the active providers before anything is fetched. Fails where the FIPS provider "
                + "is not among them; another beside it is a warning while O04 holds.",
            remedy: "activate fips and base in openssl.cnf, and no other provider"),
        NodeCheck(
            "O04", "plain fetches come from the FIPS provider", .required, [.cryptography],
            "EVP_default_properties_is_fips_enabled(3)",
            "Asks for the default properties and fetches SHA2-256 as a program would. Fails where "
                + "another provider gives it.",
            remedy: "set default_properties = fips=yes in the alg_section of openssl.cnf"),
        NodeCheck(
            "O05", "which FIPS provider it is", .required, [.cryptography, .configuration],
            "OSSL_PROVIDER_get_params(3)",
            "Name, version, build, file, digest and state of the provider. Fails where it cannot "
                + "be loaded or says that it does not run.",
            remedy:
                "install the FIPS provider (openssl-provider-fips) and fipsmodule.cnf made from "
                + "it"),
        NodeCheck(
            "O06", "the module passes its self-tests on demand", .required,
            [.integrity, .moduleAuthentication], "ISO/IEC 19790, 7.10; OSSL_PROVIDER_self_test(3)",
            "Forces the self-tests and lists them. Fails where one fails or the integrity test is "
                + "not among them; a module that reports none is a warning.",
            remedy: "reinstall the provider and make fipsmodule.cnf again with openssl "
                + "fipsinstall"),
        NodeCheck(
            "O07", "the module's file has the recorded MAC", .required, [.integrity],
            "FIPS 140-3, 7.5; openssl-fipsinstall(1)",
            "Computes the HMAC of the provider's file and compares it with module-mac. Where the "
                + "key is the vendor's, the vendor's openssl program verifies it; where there is "
                + "none, or the value is inside the file, O06 carries the verdict.",
            remedy: "reinstall the provider; run openssl fipsinstall for this very file"),
        NodeCheck(
            "O08", "no self-test is skipped by a copied status", .warning, [.integrity],
            "fips_config(5), install-status",
            "Fails where fipsmodule.cnf has install-status: providers 3.0 and 3.1 then leave out "
                + "their known answers at load, on whatever machine the file was copied to.",
            remedy: "make fipsmodule.cnf on this machine with openssl fipsinstall -self_test_onload"
        ),
        NodeCheck(
            "O09", "the module's checks are switched on", .warning, [.cryptography, .transmission],
            "fips_config(5)",
            "Reads the options of the FIPS section. Fails where security checks, conditional "
                + "errors or the check of the extended master secret are off.",
            remedy: "remove the zeros, or make the section again with openssl fipsinstall -pedantic"
        ),
        NodeCheck(
            "O10", "the module answers known questions rightly", .required,
            [.cryptography, .transmission, .atRest], "ACVP; SP 800-140C",
            "Known answers of each family through the FIPS provider, each fetched from it. Fails "
                + "on one wrong value.",
            remedy: "take the node out of service: its module computes wrong values"),
        NodeCheck(
            "O11", "what is not approved is refused", .required, [.cryptography],
            "SP 800-131A Rev. 2; SP 800-140C",
            "Asks for MD5, ChaCha20-Poly1305 and the rest as a program would. Fails where one "
                + "works and no indicator marks it.",
            remedy: "see O03 and O04: another provider answers beside the FIPS provider"),
        NodeCheck(
            "O12", "ways around the module", .information, [.cryptography],
            "fips_module(7), property(7)",
            "Tells what a program reaches that asks for it: other properties, a context of its "
                + "own, the default and legacy providers. A configuration cannot forbid that.",
            remedy: "leave the legacy provider out of the image"),
        NodeCheck(
            "O13", "service indicators say what is approved", .required, [.cryptography],
            "FIPS 140-3 IG 2.4.C",
            "Reads the module's indicator after services of both kinds. Fails where it is wrong; "
                + "older modules have none.",
            remedy: "report it to the module's vendor; do not rely on its indicator"),
        NodeCheck(
            "O14", "a failed self-test stops the module", .warning, [.integrity],
            "ISO/IEC 19790, 7.10.1",
            "Corrupts each self-test in a child process of its own. Fails where the module goes on "
                + "to serve. Runs with --inject-faults.",
            remedy: "do not use this module: its self-tests protect nothing"),
        NodeCheck(
            "O15", "what TLS would negotiate", .required, [.transmission, .remoteAccess],
            "SP 800-52 Rev. 2",
            "Shakes hands in memory through libssl's default context and lists versions, suites "
                + "and groups. Fails where one that is not approved is negotiated.",
            remedy: "set MinProtocol, CipherString and Groups in openssl.cnf, and see O04"),
        NodeCheck(
            "O16", "keys can be read", .warning, [], "OSSL_PROVIDER-base(7)",
            "Reads a PEM key through decoders and a store. Fails where the base provider is "
                + "missing.",
            remedy: "activate the base provider in openssl.cnf"),
        NodeCheck(
            "O17", "the workload gets the same", .warning, [.configuration], "fips_module(7)",
            "Repeats O03 and O04 in a child with the workload's environment. Fails where it "
                + "differs.",
            remedy: "unset what the workload's environment changes, or set it for the whole image"),
    ]
}
