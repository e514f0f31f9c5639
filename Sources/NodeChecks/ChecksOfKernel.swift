import Approval

extension NodeCheck {
    static let ofKernel = [
        NodeCheck(
            "K01", "the kernel's FIPS flag is set", .required, [.cryptography],
            "Linux crypto/fips.c; DISA STIG, enable FIPS mode",
            "The kernel restricts its own cryptography, and system libraries theirs, by this flag. "
                + "Fails where it is 0; a kernel without CONFIG_CRYPTO_FIPS has none.",
            remedy:
                "boot with fips=1 (on RHEL install with fips=1; Ubuntu: pro enable fips-updates; "
                + "Bottlerocket, Amazon Linux: choose or enable the FIPS variant)"),
        NodeCheck(
            "K02", "the flag is the kernel's own", .required, [.integrity, .cryptography],
            "proc(5), statfs(2), openat2(2) RESOLVE_NO_XDEV",
            "A file mounted over the flag convinces libraries and changes no kernel. Fails where "
                + "something is mounted there, where the file is not of procfs, or where what the "
                + "kernel does contradicts the flag.",
            remedy: "remove the mount over /proc/sys/crypto and boot the kernel with fips=1"),
        NodeCheck(
            "K03", "the kernel's module is one with a certificate", .warning,
            [.cryptography, .configuration], "CMVP; FIPS 140-3 IG G.5",
            "Names the kernel's cryptographic module by fips_name and fips_version and looks for "
                + "its certificate. Fails where the dated table knows none that is active.",
            remedy: "run the kernel release that the vendor had validated, or record the risk"),
        NodeCheck(
            "K04", "the kernel's algorithms passed their self-tests", .required, [.integrity],
            "Linux crypto API, /proc/crypto; ISO/IEC 19790, 7.10",
            "Reads /proc/crypto. Fails where an approved algorithm has not passed, or a self-test "
                + "of one is unknown. Modules load when first used, so that absence is a warning.",
            remedy: "read the kernel log for 'alg: self-tests failed' and reboot; load the modules "
                + "that are missing"),
        NodeCheck(
            "K05", "the kernel answers known questions rightly", .information,
            [.cryptography, .integrity], "Linux crypto API, AF_ALG",
            "Asks the kernel through AF_ALG for known answers and for MD5. A wrong answer fails "
                + "the node; where seccomp or a security module forbids AF_ALG nothing is checked.",
            remedy: "take the node out of service: its kernel computes wrong values"),
        NodeCheck(
            "K06", "the crypto-policy is FIPS", .required, [.configuration, .cryptography],
            "crypto-policies(7); DISA STIG, system-wide crypto policy",
            "Reads the configured and the applied policy of crypto-policies. Fails on RHEL and its "
                + "kin where it is not FIPS, FIPS:OSPP or FIPS:STIG; warns in a container; other "
                + "systems have none.",
            remedy: "update-crypto-policies --set FIPS, without AD-SUPPORT, NO-ENFORCE-EMS or "
                + "SHA1"),
        NodeCheck(
            "K07", "the boot chain was checked for integrity", .warning, [.integrity],
            "dracut FIPS module; Bottlerocket FIPS variant",
            "Looks for what shows the kernel's integrity test at boot: Bottlerocket's markers, "
                + "RHEL's .vmlinuz-*.hmac, dracut's FIPS module.",
            remedy: "install the distribution's FIPS boot support (RHEL: dracut-fips, fips=1) and "
                + "build the initramfs again"),
        NodeCheck(
            "K08", "the kernel's random numbers are ready", .warning, [.keyEstablishment],
            "getrandom(2); SP 800-90B",
            "Asks getrandom without waiting. Fails where it would wait.",
            remedy: "give the machine a source of entropy (virtio-rng, a TPM, RDSEED)"),
        NodeCheck(
            "K09", "what the node is", .information, [.configuration],
            "os-release(5), uname(2), FIPS 140-3 operational environment",
            "Records operating system, architecture, processor and its cryptographic instructions, "
                + "for the operational environment of a certificate.",
            remedy: "none: this is a record"),
        NodeCheck(
            "K10", "FIPS mode since installation", .information, [.configuration],
            "DISA STIG RHEL-09-671010",
            "RHEL 9 and 10 count as in FIPS mode only where it was chosen at installation. No file "
                + "proves that; what hints at it is recorded.",
            remedy: "install with fips=1 and keep the installation's record"),
    ]
}
