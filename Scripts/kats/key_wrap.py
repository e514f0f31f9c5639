"""AES-KW and AES-KWP."""

import json

from kats.aes import KEY_LENGTHS
from kats.form import KAT, Group, Row, boolean, octets, spread
from kats.members import Members, Record, rsp_sections

FOLDER = "keywrap/kwtestvectors"
CIPHERS = {"cipher": "", "inverse": "_inv"}
# Wycheproof's file, and of its flags how many cases to take for each key length
WYCHEPROOF = {"KW": ("aes_wrap_test.json", {"ModifiedIv": 4}),
              "KWP": ("aes_kwp_test.json", {"ModifiedPadding": 9, "SmallKey": 3})}
LONG = 4096     # bits: once for each direction


def wrap_member(name: str, direction: str, key_length: str, cipher: str) -> tuple[str, str]:
    operation = "AE" if direction == "encrypt" else "AD"
    return "cavp", f"{FOLDER}/{name}_{operation}_{key_length}{CIPHERS[cipher]}.txt"


def unwrap_row(key: str, ciphertext: str, plaintext: str | None) -> Row:
    return [octets(key), octets(ciphertext), boolean(plaintext is not None),
            octets(plaintext or "")]


def chosen(members: Members, source: tuple[str, str], long: bool) -> list[list[Record]]:
    """The cases by the length of the plaintext."""
    return [records for headers, records in rsp_sections(members.read(*source))
            if long or headers["PLAINTEXT LENGTH"] != str(LONG)]


def wrap_group(members: Members, name: str, key_length: str, cipher: str) -> Group:
    source = wrap_member(name, "encrypt", key_length, cipher)
    sections = chosen(members, source, (key_length, cipher) == ("128", "cipher"))
    return Group(wrap_properties("encrypt", key_length, cipher), ["key", "pt", "ct"], ["key", "pt"],
                 [[octets(records[0][column]) for column in "KPC"] for records in sections])


def unwrap_group(members: Members, name: str, key_length: str, cipher: str) -> Group:
    """Of each length one case that unwraps and one that does not, then Wycheproof's."""
    source = wrap_member(name, "decrypt", key_length, cipher)
    sections = chosen(members, source, (key_length, cipher) == ("256", "cipher"))
    rows = []
    for records in sections:
        for failing in (False, True):
            record = next(r for r in records if ("FAIL" in r) == failing)
            rows.append(unwrap_row(record["K"], record["C"], record.get("P")))
    if cipher == "cipher":
        rows += wycheproof_rows(members, name, key_length)
    return Group(wrap_properties("decrypt", key_length, cipher),
                 ["key", "ct", "testPassed", "pt"], ["key", "ct"], rows)


def wrap_properties(direction: str, key_length: str, cipher: str) -> dict[str, str]:
    return {"testType": "AFT", "direction": direction, "kwCipher": cipher, "keyLen": key_length}


def wycheproof_rows(members: Members, name: str, key_length: str) -> list[Row]:
    file, wanted = WYCHEPROOF[name]
    groups = json.loads(members.read("wycheproof", f"testvectors_v1/{file}"))["testGroups"]
    tests = [test for group in groups if group["keySize"] == int(key_length)
             for test in group["tests"]]
    return [unwrap_row(test["key"], test["ct"], test["msg"] if test["result"] == "valid" else None)
            for flag, count in wanted.items()
            for test in spread([test for test in tests if flag in test["flags"]], count)]


def wrap_kat(members: Members, name: str) -> KAT:
    combinations = [(k, c) for c in CIPHERS for k in KEY_LENGTHS]
    groups = [make(members, name, *combination)
              for make in (wrap_group, unwrap_group) for combination in combinations]
    sources = [wrap_member(name, direction, *combination)
               for direction in ("encrypt", "decrypt") for combination in combinations]
    return KAT(f"AES/ACVP-AES-{name}.kat", f"ACVP-AES-{name}", "1.0",
               f"NIST CAVP, AES-{name} (SP 800-38F), then Wycheproof v1",
               [*sources, ("wycheproof", f"testvectors_v1/{WYCHEPROOF[name][0]}")], groups)
