"""EdDSA."""

import json

from kats.form import KAT, Group, Row, boolean, octets, spread
from kats.members import Members, rsp_sections

ED25519 = ("cavp", "asymmetric/Ed25519/sign.input")
ED448 = ("cavp", "asymmetric/Ed448/rfc8032.txt")


def ed25519_rows(members: Members) -> list[Row]:
    """Lines of the authors: private and public key, public key, message, signature and message."""
    rows = []
    for line in members.read(*ED25519).splitlines():
        pair, public, message, signed = line.split(":")[:4]
        rows.append([octets(message), octets(pair[:64]), octets(public), octets(signed[:128])])
    return rows


def ed448_rows(members: Members, with_context: bool) -> list[Row]:
    rows = []
    for _, records in rsp_sections(members.read(*ED448)):
        for record in records:
            if ("CONTEXT" in record) != with_context:
                continue
            names = ["MESSAGE", *(["CONTEXT"] if with_context else []), "SECRET", "PUBLIC",
                     "SIGNATURE"]
            rows.append([octets(record[name]) for name in names])
    return rows


def eddsa_key_generation() -> KAT:
    return KAT("EdDSA/EDDSA-keyGen.kat", "EDDSA-keyGen", "1.0",
               "FIPS 186-5, A.2.3: the module chooses the keys, so no values are given", [],
               [Group({"testType": "AFT", "curve": curve}, [], [], [[], []])
                for curve in ("ED-25519", "ED-448")])


def eddsa_signature_generation(members: Members) -> KAT:
    columns = "message d q signature".split()
    contextual = "message context d q signature".split()
    inputs = ["message", "d"]
    pure = {"testType": "AFT", "preHash": "false"}
    made = [Group(pure | {"curve": "ED-25519"}, columns, inputs,
                  spread(ed25519_rows(members)[:512], 48)),
            Group(pure | {"curve": "ED-448"}, columns, inputs, ed448_rows(members, False)),
            Group(pure | {"curve": "ED-448"}, contextual, [*inputs, "context"],
                  ed448_rows(members, True))]
    return KAT("EdDSA/EDDSA-sigGen.kat", "EDDSA-sigGen", "1.0",
               "Ed25519's authors, and RFC 8032, section 7.4 for Ed448", [ED25519, ED448], made)


def eddsa_signature_verification(members: Members) -> KAT:
    columns = "message q signature testPassed".split()
    sources, made = [], []
    for curve, file in (("ED-25519", "ed25519"), ("ED-448", "ed448")):
        source = ("wycheproof", f"testvectors_v1/{file}_test.json")
        sources.append(source)
        rows = []
        for group in json.loads(members.read(*source))["testGroups"]:
            public = octets(group["publicKey"]["pk"])
            for test in group["tests"]:
                assert test["result"] in ("valid", "invalid"), test["result"]
                # an empty signature would be an empty column
                rows.append([octets(test["msg"]), public, octets(test["sig"]),
                             boolean(test["result"] == "valid")])
        unique = {tuple(row[:3]): row for row in rows}
        made.append(Group({"testType": "AFT", "curve": curve, "preHash": "false"}, columns,
                          columns[:3], list(unique.values())))
    return KAT("EdDSA/EDDSA-sigVer.kat", "EDDSA-sigVer", "1.0",
               "Wycheproof, EdDSA verification", sources, made)


def eddsa_kats(members: Members) -> list[KAT]:
    return [eddsa_key_generation(), eddsa_signature_generation(members),
            eddsa_signature_verification(members)]
