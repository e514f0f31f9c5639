"""cSHAKE and KMAC (SP 800-185), whole octets in and out."""

import json

from kats.form import KAT, Group, Row, bits, boolean, flipped, octets, spread
from kats.hmac import EVPMAC
from kats.members import Members, rsp_sections, stanzas

COLUMNS = ["keyLen", "macLen", "key", "msg", "customizationHex", "mac"]
INPUTS = ["key", "msg", "customizationHex"]
WRONG = 4


def kmac_row(key: str, message: str, customization: str, mac: str, *verdict: str) -> Row:
    return [bits(octets(key)), bits(octets(mac)), octets(key), octets(message),
            octets(customization), octets(mac), *verdict]


def kmac_samples(members: Members, strength: int) -> dict[bool, list[Row]]:
    """NIST's samples in OpenSSL's file, by whether they are of KMACXOF. It has those twice: with
    XOF as a keyword, and as a control of another name."""
    rows: dict[bool, list[Row]] = {False: [], True: []}
    for pairs in stanzas(members.read(*EVPMAC)):
        stanza = dict(pairs)
        if stanza.get("MAC") != f"KMAC{strength}" or ("Ctrl", "xof:1") in pairs:
            continue
        if "Output" in stanza and "Result" not in stanza:
            customization = stanza.get("Custom", "").strip('"').encode().hex()
            row = kmac_row(stanza["Key"], stanza["Input"], customization, stanza["Output"])
            same = rows[stanza.get("XOF") == "1"]
            if row not in same:
                same.append(row)
    return rows


def kmac_kat(members: Members, strength: int) -> KAT:
    samples = kmac_samples(members, strength)
    source = ("wycheproof", f"testvectors_v1/kmac{strength}_no_customization_test.json")
    tests = [(test["key"], test["msg"], "", test["tag"], boolean(test["result"] == "valid"))
             for group in json.loads(members.read(*source))["testGroups"]
             for test in group["tests"]]
    right = spread([test for test in tests if test[-1] == "true"], 40)
    wrong = spread([test for test in tests if test[-1] == "false"], 36)
    form = {"hexCustomization": "true"}
    return KAT(f"SHA-3/KMAC-{strength}.kat", f"KMAC-{strength}", "1.0",
               "KMAC (SP 800-185): NIST's samples, then Wycheproof v1", [EVPMAC, source], [
        Group({"testType": "AFT", "xof": boolean(extendable)} | form, COLUMNS, INPUTS, rows)
        for extendable, rows in samples.items()
    ] + [
        Group({"testType": "MVT", "xof": "false"} | form, [*COLUMNS, "testPassed"],
              [*INPUTS, "mac"], [kmac_row(*test) for test in right + wrong]),
    ])


def cshake_kat(members: Members, strength: int) -> KAT:
    sources = [("pycryptodome", f"Hash/SHA3/{kind}MsgSamples_cSHAKE{strength}.txt")
               for kind in ("Short", "Custom")]
    rows: list[Row] = []
    for source in sources:
        for _, records in rsp_sections(members.read(*source)):
            for r in records:
                # an empty string is written as one octet
                string, message = (octets(r[name] if r[length] != "0" else "")
                                   for name, length in (("S", "SLen"), ("Msg", "Len")))
                assert r["NLen"] == "0", "a function name, which the file has as hexadecimal"
                row = [r["Len"], message, string, bits(r["MD"]), octets(r["MD"])]
                if row not in rows:
                    rows.append(row)
    columns = ["len", "msg", "customizationHex", "outLen", "md"]
    inputs = ["msg", "customizationHex", "outLen"]
    form = {"testType": "AFT", "hexCustomization": "true"}
    wrong = [[*row[:-1], flipped(row[-1], 5 * i + 3), "false"]
             for i, row in enumerate(rows[-WRONG:])]
    return KAT(f"SHA-3/cSHAKE-{strength}.kat", f"cSHAKE-{strength}", "1.0",
               "cSHAKE (SP 800-185): NIST's samples and PyCryptodome's", sources, [
        Group(form, columns, inputs, rows[:-WRONG]),
        Group(form, [*columns, "testPassed"], inputs, wrong),
    ])


def sha3_derived_kats(members: Members) -> list[KAT]:
    strengths = (128, 256)
    return [*(cshake_kat(members, strength) for strength in strengths),
            *(kmac_kat(members, strength) for strength in strengths)]
