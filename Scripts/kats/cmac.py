"""CMAC with AES."""

import json

from kats.aes import KEY_LENGTHS
from kats.form import KAT, Group, Row, bits, boolean, octets, spread
from kats.members import Members, Record, rsp_sections

WYCHEPROOF = ("wycheproof", "testvectors_v1/aes_cmac_test.json")
WYCHEPROOF_CASES = 7


def example_member(key_length: str) -> tuple[str, str]:
    return "cavp", f"CMAC/nist-800-38b-aes{key_length}.txt"


def verification_member(key_length: str) -> tuple[str, str]:
    return "boringssl", f"src/crypto/fipsmodule/cmac/cavp_aes{key_length}_cmac_tests.txt"


def cmac_row(key: str, message: str, mac: str, *verdict: str) -> Row:
    return [bits(octets(key)), bits(octets(mac)), octets(key), octets(message), octets(mac),
            *verdict]


def generated(members: Members, key_length: str) -> list[Row]:
    (_, examples), = rsp_sections(members.read(*example_member(key_length)))
    groups = json.loads(members.read(*WYCHEPROOF))["testGroups"]
    tests = [test for group in groups if group["keySize"] == int(key_length)
             for test in group["tests"] if test["result"] == "valid"]
    return [*(cmac_row(r["KEY"], r["MESSAGE"], r["OUTPUT"]) for r in examples),
            *(cmac_row(t["key"], t["msg"], t["tag"]) for t in spread(tests, WYCHEPROOF_CASES))]


def verification_row(record: Record) -> Row:
    # CAVP writes the empty message as one octet
    message = record["Msg"] if record["Mlen"] != "0" else ""
    return cmac_row(record["Key"], message, record["Mac"],
                    boolean(record["Result"].startswith("P")))


def verified(members: Members, key_length: str) -> list[Row]:
    """Of each length of MAC and message one that verifies, and by turns one of each reason
    not to."""
    (_, records), = rsp_sections(members.read(*verification_member(key_length)))
    alike: dict[tuple[int, int], list[Record]] = {}
    for record in records:
        alike.setdefault((int(record["Tlen"]), int(record["Mlen"])), []).append(record)
    rows = []
    for turn, (_, same) in enumerate(sorted(alike.items())):
        reasons = sorted({record["Result"] for record in same if record["Result"] != "P"})
        for result in ("P", reasons[turn % len(reasons)]):
            rows.append(verification_row(next(r for r in same if r["Result"] == result)))
    return rows


def cmac_kat(members: Members) -> KAT:
    columns, inputs = ["keyLen", "macLen", "key", "message", "mac"], ["key", "message"]
    aft = {"testType": "AFT"}
    return KAT("AES/CMAC-AES.kat", "CMAC-AES", "1.0",
               "CMAC with AES (SP 800-38B): its examples, Wycheproof v1, then NIST CAVP",
               [*map(example_member, KEY_LENGTHS), WYCHEPROOF,
                *map(verification_member, KEY_LENGTHS)], [
        Group(aft | {"direction": "gen"}, columns, inputs,
              [row for key_length in KEY_LENGTHS for row in generated(members, key_length)]),
        Group(aft | {"direction": "ver"}, [*columns, "testPassed"], [*inputs, "mac"],
              [row for key_length in KEY_LENGTHS for row in verified(members, key_length)]),
    ])
