"""ECDSA."""

import base64
from collections.abc import Iterator

from kats.form import KAT, Group, Row, Source, boolean, octets, padded
from kats.members import Members, Record, der, rsp_sections, stanzas

Sections = list[tuple[str, list[Record]]]   # records under their section's first header

FIELD_BYTES = {"P-192": 24, "P-224": 28, "P-256": 32, "P-384": 48, "P-521": 66,
               "B-233": 30, "K-233": 30}
CURVES = ["P-224", "P-256", "P-384", "P-521"]
SIGNATURE_HASHES = {"SHA-224": "SHA2-224", "SHA-256": "SHA2-256",
                    "SHA-384": "SHA2-384", "SHA-512": "SHA2-512", "SHA-1": "SHA-1"}


ECDSA = "asymmetric/ECDSA/FIPS_186-3"


def ecdsa_sections(members: Members, file: str) -> tuple[Source, Sections]:
    source = ("cavp", f"{ECDSA}/{file}")
    return source, [(next(iter(headers)), records)
                    for headers, records in rsp_sections(members.read(*source))]


def ecdsa_row(record: Record, columns: list[str], curve: str) -> Row:
    """CAVP's record in ACVP's columns, integers at the length of the field."""
    values = {"message": octets(record.get("Msg", "")),
              "testPassed": boolean(record.get("Result", "").startswith("P"))}
    names = {"qx": "Qx", "qy": "Qy", "r": "R", "s": "S"}
    return [values[c] if c in values else padded(record[names.get(c, c)], FIELD_BYTES[curve])
            for c in columns]


def key_generation() -> KAT:
    mode = {"secretGenerationMode": "testing-candidates"}
    groups = [Group({"testType": "AFT", "curve": curve} | mode, [], [], [[], [], []])
              for curve in CURVES]
    return KAT("ECDSA/ECDSA-keyGen.kat", "ECDSA-keyGen", "FIPS186-5",
               "FIPS 186-5, A.2.2: the module chooses the keys, so no values are given", [], groups)


def key_verification(members: Members) -> KAT:
    source, sections = ecdsa_sections(members, "PKV.rsp")
    columns = ["qx", "qy", "testPassed"]
    # the last three are no longer approved: to be refused
    wanted = [*CURVES, "P-192", "B-233", "K-233"]
    found = dict(sections)
    return KAT("ECDSA/ECDSA-keyVer.kat", "ECDSA-keyVer", "FIPS186-5",
               "NIST CAVP, ECDSA public key validation (FIPS 186-3) response file", [source],
               [Group({"testType": "AFT", "curve": curve}, columns, columns[:2],
                      [ecdsa_row(r, columns, curve) for r in found[curve]]) for curve in wanted])


def signature_groups(sections: Sections, refused: list[str], columns: list[str],
                     inputs: list[str], count: int) -> Iterator[Group]:
    """The approved curves with the SHA-2 family, then those to be refused."""
    wanted = [f"{curve},{name}" for curve in CURVES for name in list(SIGNATURE_HASHES)[:4]]
    found = dict(sections)
    for title in wanted + refused:
        curve, name = title.split(",")
        yield Group({"testType": "AFT", "curve": curve, "hashAlg": SIGNATURE_HASHES[name]},
                    columns, inputs, [ecdsa_row(r, columns, curve) for r in found[title][:count]])


def signature_generation(members: Members) -> KAT:
    source, sections = ecdsa_sections(members, "SigGen.txt")
    groups = signature_groups(sections, ["P-192,SHA-256", "P-256,SHA-1"],
                              "message d qx qy k r s".split(), ["message", "d", "k"], 5)
    return KAT("ECDSA/ECDSA-sigGen.kat", "ECDSA-sigGen", "FIPS186-5",
               "NIST CAVP, ECDSA signature generation (FIPS 186-3), with the secret number k",
               [source], list(groups))


def signature_verification(members: Members) -> KAT:
    source, sections = ecdsa_sections(members, "SigVer.rsp")
    groups = signature_groups(sections, ["P-192,SHA-256"], "message qx qy r s testPassed".split(),
                              "message qx qy r s".split(), 15)
    return KAT("ECDSA/ECDSA-sigVer.kat", "ECDSA-sigVer", "FIPS186-5",
               "NIST CAVP, ECDSA signature verification (FIPS 186-3) response file",
               [source], list(groups))


def private_scalar(pem: str) -> list[str]:
    """d of a PKCS #8 key: SEQUENCE { version, algorithm, ECPrivateKey { 1, d } }"""
    _, _, key, *_ = der(next(der(base64.b64decode(pem))))
    return [list(der(next(der(key))))[1].hex()]


def public_point(pem: str) -> list[str]:
    """x and y at the end of a SubjectPublicKeyInfo: an uncompressed point"""
    _, point = der(next(der(base64.b64decode(pem))))
    assert point[:2] == b"\x00\x04"     # no unused bits; uncompressed
    half = len(point[2:]) // 2
    return [point[2:2 + half].hex(), point[2 + half:].hex()]


def deterministic_signatures(members: Members) -> KAT:
    source = ("cavp", "asymmetric/ECDSA/RFC6979/evppkey_ecdsa_rfc6979.txt")
    keys: dict[str, list[str]] = {}
    rows: dict[tuple[str, str], list[Row]] = {}
    for pairs in stanzas(members.read(*source)):
        stanza = dict(pairs)
        for kind, read in (("PrivateKey", private_scalar), ("PublicKey", public_point)):
            if kind in stanza:
                keys[stanza[kind]] = read(stanza["PEM"])
        curve = stanza.get("Key", "").removesuffix("_PRIV")
        name = stanza.get("DigestSign", "").replace("SHA", "SHA-")
        if curve in CURVES and SIGNATURE_HASHES.get(name, "SHA-1") != "SHA-1":
            message = stanza["Input"].strip('"').encode().hex()
            signature = next(der(bytes.fromhex(stanza["Output"])))
            integers = [*keys[f"{curve}_PRIV"], *keys[f"{curve}_PUB"],
                        *(n.hex() for n in der(signature))]
            rows.setdefault((curve, SIGNATURE_HASHES[name]), []).append(
                [message, *(padded(n, FIELD_BYTES[curve]) for n in integers)])
    groups = [Group({"testType": "AFT", "curve": curve, "hashAlg": name},
                    "message d qx qy r s".split(), ["message", "d"], cases)
              for (curve, name), cases in rows.items()]
    return KAT("ECDSA/DetECDSA-sigGen.kat", "DetECDSA-sigGen", "FIPS186-5",
               "RFC 6979, A.2.4 to A.2.7: deterministic ECDSA", [source], groups)
