"""AES-XTS."""

import json

from kats.aes import DIRECTIONS, cipher_group, wrong_group
from kats.form import KAT, bits, octets, spread
from kats.members import Members, Record, rsp_sections

WYCHEPROOF = ("wycheproof", "testvectors_v1/aes_xts_test.json")
KEY_LENGTHS = ("128", "256")    # of one of the two keys
INPUTS = ["key", "tweakValue"]
# sizes in octets to take of Wycheproof's: CAVP has whole octets beside whole blocks with
# the shorter key only, and there 25
SIZES = {"encrypt": {17, 31, 33, 64, 102}, "decrypt": {16, 18, 30, 51, 96}}
CASES_OF_A_LENGTH = 4


def xts_member(key_length: str) -> tuple[str, str]:
    return "cavp", f"ciphers/AES/XTS/tweak-128hexstr/XTSGenAES{key_length}.rsp"


def cavp_cases(members: Members, direction: str, key_length: str) -> list[list[Record]]:
    """CAVP's cases by the length of the data unit. Lengths that are not whole octets are
    left out."""
    sections = rsp_sections(members.read(*xts_member(key_length)))
    records, = (records for headers, records in sections if direction.upper() in headers)
    found: dict[str, list[Record]] = {}
    for record in records:
        if int(record["DataUnitLen"]) % 8 == 0:
            found.setdefault(record["DataUnitLen"], []).append(
                {"key": octets(record["Key"]), "tweakValue": octets(record["i"]),
                 "pt": octets(record["PT"]), "ct": octets(record["CT"])})
    return list(found.values())


def wycheproof_cases(members: Members, direction: str, key_length: str) -> list[Record]:
    """Wycheproof's cases with a tweak of 64 bits, which zeros follow."""
    groups = json.loads(members.read(*WYCHEPROOF))["testGroups"]
    tests = [test for group in groups for test in group["tests"]
             if group["keySize"] == 2 * int(key_length) and group["ivSize"] == 64]
    return [{"key": octets(test["key"]), "tweakValue": octets(test["iv"].ljust(32, "0")),
             "pt": octets(test["msg"]), "ct": octets(test["ct"])}
            for test in tests if len(test["msg"]) // 2 in SIZES[direction]]


def xts_kat(members: Members) -> KAT:
    groups, wrong = [], []
    for direction in DIRECTIONS:
        for key_length in KEY_LENGTHS:
            published = cavp_cases(members, direction, key_length)
            cases = [case for alike in published for case in spread(alike, CASES_OF_A_LENGTH)]
            cases += wycheproof_cases(members, direction, key_length)
            groups.append(cipher_group(direction, key_length, INPUTS, cases, tweakMode="hex"))
            if (direction, key_length) in (("encrypt", "128"), ("decrypt", "256")):
                spare = [alike[1] for alike in published]
                wrong.append(wrong_group(direction, key_length, INPUTS, spare, tweakMode="hex"))
    assert all(bits(row[0]) == str(2 * int(group.properties["keyLen"]))
               for group in groups for row in group.rows)
    return KAT("AES/ACVP-AES-XTS.kat", "ACVP-AES-XTS", "1.0",
               "NIST CAVP, AES-XTS (SP 800-38E) response files, then Wycheproof v1",
               [*map(xts_member, KEY_LENGTHS), WYCHEPROOF], groups + wrong)
