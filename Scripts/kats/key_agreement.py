"""Key agreement on curves and in groups of safe prime."""

import base64
import json

from kats.ecdsa import CURVES, FIELD_BYTES, private_scalar, public_point
from kats.form import KAT, Group, Row, Source, boolean, flipped, octets, padded, spread
from kats.members import Members, der, rsp_sections, stanzas

CAVP = "asymmetric/ECDH/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_{}.fax"
EVP = "test/recipes/30-test_evp_data/{}"

# CAVP's parameter sets, and what it hashes a secret with in each (SP 800-56A, 5.5.1)
PARAMETER_SETS = {"EB - SHA224": ("P-224", "SHA2-224"), "EC - SHA256": ("P-256", "SHA2-256"),
                  "ED - SHA384": ("P-384", "SHA2-384"), "EE - SHA512": ("P-521", "SHA2-512"),
                  "EA - SHA1": ("P-192", "SHA-1")}
WYCHEPROOF_CURVES = {"P-224": "secp224r1", "P-256": "secp256r1", "P-384": "secp384r1",
                     "P-521": "secp521r1"}
SAFE_PRIMES = ["ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"]
# to validate a pair in these takes as long as all other cases of a file
SLOW_GROUPS = SAFE_PRIMES[3:]
STATIC_POINTS = ["staticPublicServerX", "staticPublicServerY"]


def static_unified(curve: str, role: str, test: str = "VAL") -> dict[str, str]:
    return {"testType": test, "domainParameterGenerationMode": curve,
            "scheme": "staticUnified", "kasRole": role}


def validity_groups(members: Members, role: str, file: str) -> tuple[Source, list[Group]]:
    """CAVP's validity test: all keys, the hash of a secret, and whether it is theirs."""
    source = ("cavp", CAVP.format(file))
    columns = [*STATIC_POINTS, "staticPrivateIut", "staticPublicIutX", "staticPublicIutY",
               "hashZ", "testPassed"]
    names = ["QsCAVSx", "QsCAVSy", "dsIUT", "QsIUTx", "QsIUTy"]
    sections = {list(headers)[-1]: records
                for headers, records in rsp_sections(members.read(*source))}
    groups = []
    for title, (curve, name) in PARAMETER_SETS.items():
        # what is refused needs no more than one case; the last records ask for own keys
        wanted = sections[title][:16] if curve in CURVES else sections[title][:1]
        rows = [[*(padded(r[n], FIELD_BYTES[curve]) for n in names), octets(r["CAVSHashZZ"]),
                 boolean(r["Result"].startswith("P"))] for r in wanted]
        groups.append(Group(static_unified(curve, role) | {"hashFunctionZ": name}, columns,
                            columns[:6], rows))
        if curve in CURVES:
            right = [r for r in sections[title][16:] if r["Result"].startswith("P")]
            rows = [[padded(r[n], FIELD_BYTES[curve]) for n in names[:2]] for r in right[:2]]
            groups.append(Group(static_unified(curve, role, "AFT"), STATIC_POINTS,
                                STATIC_POINTS, rows))
    return source, groups


def edge_cases(members: Members, curve: str) -> tuple[Source, Group]:
    """Wycheproof's: secrets and keys at the edges, and points that are not on the curve."""
    stem = f"testvectors_v1/ecdh_{WYCHEPROOF_CURVES[curve]}_ecpoint_test.json"
    source = ("wycheproof", stem)
    count = FIELD_BYTES[curve]
    rows: dict[str, list[Row]] = {}
    for test in json.loads(members.read(*source))["testGroups"][0]["tests"]:
        point = test["public"]
        if len(point) != 2 + 4 * count or not point.startswith("04"):
            continue
        x, y = point[2:2 + 2 * count], point[2 + 2 * count:]
        rows.setdefault(test["flags"][0], []).append(
            [x, y, padded(test["private"], count), octets(test["shared"]),
             boolean(test["result"] == "valid")])
    columns = [*STATIC_POINTS, "staticPrivateIut", "z", "testPassed"]
    chosen = [row for flag in sorted(rows) for row in spread(rows[flag], 6)]
    unique = {tuple(row[:4]): row for row in chosen}
    return source, Group(static_unified(curve, "initiator"), columns, columns[:4],
                         list(unique.values()))


def curve_secrets(members: Members) -> KAT:
    sources, groups = [], []
    for role, file in (("initiator", "init"), ("responder", "resp")):
        source, found = validity_groups(members, role, file)
        sources.append(source)
        groups += found
    for curve in CURVES:
        source, group = edge_cases(members, curve)
        sources.append(source)
        groups.append(group)
    return KAT("KAS/KAS-ECC-SSC.kat", "KAS-ECC-SSC", "Sp800-56Ar3",
               "NIST CAVP, SP 800-56A validity tests of the static unified model; Wycheproof",
               sources, groups)


def evp_stanzas(members: Members, file: str) -> tuple[Source, dict[str, str], list[dict[str, str]]]:
    """OpenSSL's tests: the keys by their names, and what is derived from them."""
    source = ("openssl", EVP.format(file))
    keys, derivations = {}, []
    for pairs in stanzas(members.read(*source)):
        stanza = dict(pairs)
        name = stanza.get("PrivateKey") or stanza.get("PublicKey")
        if name and "PEM" in stanza:
            keys[name] = stanza["PEM"]
        elif "SharedSecret" in stanza and "KDFType" not in stanza:
            derivations.append(stanza)
    return source, keys, derivations


def primitive(members: Members) -> KAT:
    """CAVP's tests of the primitive, which OpenSSL has as keys in PEM."""
    source, keys, derivations = evp_stanzas(members, "evppkey_kas.txt")
    rows: dict[str, list[Row]] = {}
    for stanza in derivations:
        own = stanza["Derive"]
        curve = own.split("_")[1]
        count = FIELD_BYTES.get(curve, 0)
        if count:
            values = [*public_point(keys[stanza["PeerKey"]]), *private_scalar(keys[own]),
                      *public_point(keys[own + "-PUBLIC"]), stanza["SharedSecret"]]
            rows.setdefault(curve, []).append([padded(v, count) for v in values])
    columns = ["publicServerX", "publicServerY", "privateIut", "publicIutX", "publicIutY", "z"]
    groups = []
    for curve in [*CURVES, "P-192", "B-233", "K-233"]:
        found = rows[curve][:20] if curve in CURVES else rows[curve][:1]
        groups.append(Group({"testType": "AFT", "curve": curve}, columns, columns[:3], found))
        if curve in CURVES:
            broken = [[*row[:5], flipped(row[5], index), "false"]
                      for index, row in enumerate(rows[curve][20:23])]
            groups.append(Group({"testType": "AFT", "curve": curve}, [*columns, "testPassed"],
                                columns[:3], broken))
            groups.append(Group({"testType": "AFT", "curve": curve}, columns[:2], columns[:2],
                                [row[:2] for row in rows[curve][23:25]]))
    return KAT("KAS/KAS-ECC-CDH-Component.kat", "KAS-ECC-CDH-Component", "Sp800-56Ar3",
               "NIST CAVP, KAS_ECC_CDH_PrimitiveTest.txt", [source], groups)


def private_number(pem: str) -> str:
    """x of a PKCS #8 key: SEQUENCE { version, algorithm, OCTET STRING of an INTEGER }"""
    _, _, key, *_ = der(next(der(base64.b64decode(pem))))
    return next(der(key)).hex()


def public_number(pem: str) -> str:
    """y of a SubjectPublicKeyInfo: a BIT STRING of an INTEGER"""
    _, bits = der(next(der(base64.b64decode(pem))))
    return next(der(bits[1:])).hex()


def group_pairs(members: Members) -> tuple[Source, dict[str, list[Row]], dict[str, str]]:
    """Two pairs (x, y) of each group, and the secret that they share."""
    source, keys, derivations = evp_stanzas(members, "evppkey_ffdhe.txt")
    pairs, secrets = {}, {}
    for group in SAFE_PRIMES:
        count = int(group.removeprefix("ffdhe")) // 8
        pairs[group] = [[padded(private_number(keys[f"{group}-{n}"]), count),
                         padded(public_number(keys[f"{group}-{n}-pub"]), count)] for n in (1, 2)]
        found = {padded(s["SharedSecret"], count) for s in derivations
                 if s["Derive"].startswith(group)}
        assert len(found) == 1, group
        secrets[group] = found.pop()
    return source, pairs, secrets


def group_secrets(members: Members) -> KAT:
    source, pairs, secrets = group_pairs(members)
    columns = ["staticPublicServer", "staticPrivateIut", "staticPublicIut", "z", "testPassed"]
    groups = []
    for group in SAFE_PRIMES:
        (x1, y1), (x2, y2) = pairs[group]
        z = secrets[group]
        rows = {"initiator": [[y2, x1, y1, z, "true"], [y2, x1, y1, flipped(z, 5), "false"]],
                "responder": [[y1, x2, y2, z, "true"], [flipped(y1, 9), x2, y2, z, "false"]]}
        for role, found in rows.items():
            properties = {"testType": "VAL", "domainParameterGenerationMode": group,
                          "scheme": "dhStatic", "kasRole": role}
            if group not in SLOW_GROUPS:
                groups.append(Group(properties, columns, columns[:4], found))
            elif role == "initiator":
                groups.append(Group(properties, columns[:2] + columns[3:4], columns[:2],
                                    [found[0][:2] + found[0][3:4]]))
    fips186 = ("cavp", "asymmetric/DH/KASValidityTest_FFCStatic_NOKC_ZZOnly_init.fax")
    # the first record of a section holds the domain parameters
    record = next(records[1] for headers, records in rsp_sections(members.read(*fips186))
                  if list(headers)[-1].startswith("FB - "))
    groups.append(Group(
        {"testType": "VAL", "domainParameterGenerationMode": "FB", "scheme": "dhStatic",
         "kasRole": "initiator", "hashFunctionZ": "SHA2-224"},
        ["staticPublicServer", "staticPrivateIut", "staticPublicIut", "hashZ"],
        ["staticPublicServer", "staticPrivateIut"],
        [[octets(record[n]) for n in ("YstatCAVS", "XstatIUT", "YstatIUT", "CAVSHashZZ")]]))
    return KAT("KAS/KAS-FFC-SSC.kat", "KAS-FFC-SSC", "Sp800-56Ar3",
               "OpenSSL, keys of the groups of RFC 7919; NIST CAVP for what is refused",
               [source, fips186], groups)


def group_key_generation() -> KAT:
    names = ["ffdhe2048", "ffdhe3072", "ffdhe4096", "MODP-2048", "MODP-3072", "MODP-4096"]
    groups = [Group({"testType": "AFT", "safePrimeGroup": name}, [], [], [[]]) for name in names]
    return KAT("KAS/safePrimes-keyGen.kat", "safePrimes-keyGen", "1.0",
               "SP 800-56A Rev. 3, 5.6.1.1: the module chooses the keys, so no values are given",
               [], groups)


def group_key_verification(members: Members) -> KAT:
    source, pairs, _ = group_pairs(members)
    columns = ["x", "y", "testPassed"]
    groups = []
    for group in SAFE_PRIMES[:3]:
        (x1, y1), (x2, y2) = pairs[group]
        rows = [[x1, y1, "true"], [x2, y2, "true"], [x1, y2, "false"],
                [x2, flipped(y2, 17), "false"], [flipped(x1, len(x1) // 2 - 1), y1, "false"]]
        groups.append(Group({"testType": "AFT", "safePrimeGroup": group}, columns, columns[:2],
                            rows))
    return KAT("KAS/safePrimes-keyVer.kat", "safePrimes-keyVer", "1.0",
               "OpenSSL, key pairs of the groups of RFC 7919", [source], groups)
