"""RSA signatures, keys and primitives."""

import base64

from kats.form import KAT, Group, Row, boolean, octets, spread
from kats.members import Members, Record, der, rsp_sections, stanzas

CAVP = "asymmetric/RSA/FIPS_186-2"
HASHES = {"SHA1": "SHA-1", "SHA224": "SHA2-224", "SHA256": "SHA2-256",
          "SHA384": "SHA2-384", "SHA512": "SHA2-512"}
APPROVED = list(HASHES)[1:]


def number(text: str) -> str:
    """An integer without leading zeros."""
    digits = text.strip().lower().lstrip("0")
    return octets(digits.zfill(len(digits) + len(digits) % 2))


def records(members: Members, file: str) -> list[tuple[int, Record]]:
    """Every signature with its modulus, which stands in front of those it is for, as e and d may."""
    found = []
    for headers, section in rsp_sections(members.read("cavp", f"{CAVP}/{file}")):
        key: Record = {}
        for record in section:
            key |= {name: record[name] for name in ("n", "e", "d") if name in record}
            if "S" in record:
                found.append((int(headers["mod"]), key | record))
    return found


def properties(kind: str, bits: int, name: str, salt: int) -> dict[str, str]:
    values = {"testType": "GDT", "sigType": kind, "modulo": str(bits), "hashAlg": HASHES[name]}
    return values | ({"saltLen": str(salt)} if kind == "pss" else {})


def groups(found: list[tuple[int, Record]], wanted: list[tuple[int, str]], kind: str, salt: int,
           columns: list[str], inputs: list[str], count: int) -> list[Group]:
    made = []
    for bits, name in wanted:
        chosen = [record for size, record in found if size == bits and record["SHAAlg"] == name]
        rows = [row(record, columns) for record in spread(chosen, count)]
        made.append(Group(properties(kind, bits, name, salt), columns, inputs, rows))
    return made


def row(record: Record, columns: list[str]) -> Row:
    values = {"message": octets(record["Msg"]), "signature": octets(record["S"]),
              "testPassed": boolean(record.get("Result", "").startswith("P"))}
    return [values[c] if c in values else number(record[c]) for c in columns]


def rsa_key_generation() -> KAT:
    fixed = {"testType": "GDT", "infoGeneratedByServer": "false", "keyFormat": "crt",
             "randPQ": "probable", "pubExp": "random"}
    return KAT("RSA/RSA-keyGen.kat", "RSA-keyGen", "FIPS186-5",
               "FIPS 186-5, A.1: the module chooses the keys, so no values are given", [],
               [Group(fixed | {"modulo": bits}, [], [], [[]]) for bits in ("2048", "3072")])


def rsa_signature_generation(members: Members) -> KAT:
    columns = "message n e d signature".split()
    inputs = ["message", "n"]
    files = [("SigGen15_186-2.txt", "pkcs1v1.5", 0, 3), ("SigGenPSS_186-2.txt", "pss", 20, 2)]
    wanted = [(2048, name) for name in APPROVED] + [(3072, "SHA256"), (4096, "SHA512")]
    # a modulus and a hash function that no longer sign
    wanted += [(1024, "SHA256"), (2048, "SHA1")]
    made = []
    for file, kind, salt, count in files:
        made += groups(records(members, file), wanted, kind, salt, columns, inputs, count)
    return KAT("RSA/RSA-sigGen.kat", "RSA-sigGen", "FIPS186-5",
               "NIST CAVP, RSA signature generation (FIPS 186-2) with private keys",
               [("cavp", f"{CAVP}/{file}") for file, *_ in files], made)


def rsa_signature_verification(members: Members) -> KAT:
    columns = "message n e signature testPassed".split()
    files = [("SigVer15_186-3.rsp", "pkcs1v1.5", 0), ("SigVerPSS_186-3.rsp", "pss", 10)]
    made = []
    for file, kind, salt in files:
        found = records(members, file)
        # FIPS 186-5 knows no public exponent below 2^16
        approved = [(bits, r) for bits, r in found if number(r["e"]) == "010001"]
        made += groups(approved, [(2048, name) for name in APPROVED] + [(3072, "SHA256")],
                       kind, salt, columns, columns[:4], 12)
        # legacy use: to be refused
        made += groups(approved, [(1024, "SHA256"), (2048, "SHA1")], kind, salt, columns,
                       columns[:4], 2)
        small = [(bits, r) for bits, r in found if number(r["e"]) == "03"]
        made += groups(small, [(2048, "SHA256")], kind, salt, columns, columns[:4], 2)
    # the last group of each kind has the properties of one before it
    return KAT("RSA/RSA-sigVer.kat", "RSA-sigVer", "FIPS186-5",
               "NIST CAVP, RSA signature verification (FIPS 186-3) response files",
               [("cavp", f"{CAVP}/{file}") for file, *_ in files], made)


NAMES = ["n", "e", "d", "p", "q", "dmp1", "dmq1", "iqmp"]


def rsa_primitives(members: Members) -> list[KAT]:
    """OpenSSL publishes what RSASP1 makes of a number; RSADP is the same function. Numbers that are
    out of range follow from the modulus."""
    source = ("openssl", "test/recipes/30-test_evp_data/evppkey_rsa_common.txt")
    key: list[str] = []
    made: list[tuple[str, str]] = []
    for pairs in stanzas(members.read(*source)):
        stanza = dict(pairs)
        if stanza.get("PrivateKey") == "RSA-2048" and not key:
            _, _, inner, *_ = der(next(der(base64.b64decode(stanza["PEM"]))))
            key = [number(n.hex()) for n in list(der(next(der(inner))))[1:9]]
        if (stanza.get("Sign") == "RSA-2048" and stanza.get("Ctrl") == "rsa_padding_mode:none"
                and "Result" not in stanza):
            made.append((octets(stanza["Input"]), octets(stanza["Output"])))
    assert key and made, "OpenSSL's raw signature is gone"
    modulus = int(key[0], 16)
    kats = []
    for mode, asked, answered, revision, excluded in (
            ("signaturePrimitive", "message", "signature", "2.0", [modulus, modulus + 1]),
            ("decryptionPrimitive", "ct", "pt", "Sp800-56Br2",
             [0, 1, modulus - 1, modulus, modulus + 1])):
        columns = [asked, *NAMES, answered, "testPassed"]
        rows = [[given, *key, result, "true"] for given, result in made]
        rows += [[f"{value:0512x}", *key, "-", "false"] for value in excluded]
        kats.append(KAT(f"RSA/RSA-{mode}.kat", f"RSA-{mode}", revision,
                        "OpenSSL's test of RSA without a padding; numbers out of range", [source],
                        [Group({"testType": "AFT", "modulo": "2048", "keyMode": "crt"}, columns,
                               [asked], rows)]))
    return kats


def rsa_kats(members: Members) -> list[KAT]:
    return [rsa_key_generation(), rsa_signature_generation(members),
            rsa_signature_verification(members), *rsa_primitives(members)]
