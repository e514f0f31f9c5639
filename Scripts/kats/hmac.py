"""HMAC with SHA-1, SHA-2 and SHA-3."""

import json
from collections.abc import Iterator

from kats.form import KAT, Group, Row, Source, bits, boolean, octets, spread
from kats.members import Members, rsp_sections, stanzas
from kats.sha import HASHES, SHA3_HASHES

Case = tuple[str, str, str]     # key, message and MAC

HMAC_HASHES = {**HASHES, "SHA1": "SHA-1", **SHA3_HASHES}
DOCUMENTS = {"SHA1": "RFC 2202", **dict.fromkeys(HASHES, "RFC 4231 and its inputs"),
             **dict.fromkeys(SHA3_HASHES, "NIST's examples")}
EVPMAC = ("openssl", "test/recipes/30-test_evp_data/evpmac_common.txt")
SHORTEST = 28   # digits of the shortest key that is approved

# RFC 4231, section 4.6: the truncated case, which the package leaves out
TRUNCATED_KEY, TRUNCATED_MESSAGE = "0c" * 20, b"Test With Truncation".hex()
TRUNCATED = {
    "SHA224": "0e2aea68a90c8d37c988bcdb9fca6fa8",
    "SHA256": "a3b6167473100ee06e0c796c2955552b",
    "SHA384": "3abf34c3503b2a23a46efc619baef897",
    "SHA512": "415fad6271580a531d4179bc891d87a6",
}
# RFC 4231's inputs 1 and 2 with SHA-512/t, which the RFC does not have: values
# posted to sci.crypt and used by OpenJDK's test HmacSHA512.java
HI_THERE = ("0b" * 20, b"Hi There".hex())
JEFE = (b"Jefe".hex(), b"what do ya want for nothing?".hex())
SHA512_T = {
    "SHA512_224": [(*HI_THERE, "b244ba01307c0e7a8ccaad13b1067a4cf6b961fe0c6a20bda3d92039"),
                   (*JEFE, "4a530b31a79ebcce36916546317c45f247d83241dfb818fd37254bde")],
    "SHA512_256": [(*HI_THERE, "9f9126c3d9c3c330d760425ca8a217e31feae31bfe70196ff81642b868402eab"),
                   (*JEFE, "6df7b24630d5ccb2ee335407081a87188c221489768fa2020513b2d593359456")],
}


def hmac_row(key: str, message: str, mac: str, *verdict: str) -> Row:
    return [bits(octets(key)), bits(mac), octets(key), octets(message), octets(mac), *verdict]


def hmac_rfc(members: Members, stem: str) -> tuple[list[Source], list[Case]]:
    """The documents' cases as (key, message, mac), and where they come from."""
    if stem in SHA512_T:
        return [], SHA512_T[stem]
    if stem in SHA3_HASHES:
        return [EVPMAC], list(nist_examples(members, SHA3_HASHES[stem]))
    if stem == "SHA1":
        source = ("cavp", "HMAC/rfc-2202-sha1.txt")
        records = rsp_sections(members.read(*source))[0][1]
        return [source], [(r["Key"], r["Msg"], r["MD"]) for r in records]
    source = ("cavp", f"HMAC/rfc-4231-{stem.lower()}.txt")
    records = rsp_sections(members.read(*source))[0][1]
    cases = [(r["Key"], r["Msg"], r["MD"]) for r in records]
    return [source], cases + [(TRUNCATED_KEY, TRUNCATED_MESSAGE, TRUNCATED[stem])]


def nist_examples(members: Members, name: str) -> Iterator[Case]:
    """Of NIST's cryptographic standards and guidelines, in OpenSSL's file."""
    for stanza in map(dict, stanzas(members.read(*EVPMAC))):
        if stanza.get("MAC") == "HMAC" and stanza.get("Algorithm") == name:
            yield stanza["Key"], stanza["Input"].strip('"').encode().hex(), stanza["Output"]


def wycheproof(members: Members, stem: str) -> tuple[Source, list[tuple[bool, str, str, str]]]:
    """Wycheproof's cases as (valid?, key, message, mac)."""
    source = ("wycheproof", f"testvectors_v1/hmac_{stem.lower()}_test.json")
    groups = json.loads(members.read(*source))["testGroups"]
    return source, [(test["result"] == "valid", test["key"], test["msg"], test["tag"])
                    for group in groups for test in group["tests"]
                    if len(test["key"]) >= SHORTEST]


def hmac_kat(members: Members, stem: str, name: str) -> KAT:
    rfc_source, rfc = hmac_rfc(members, stem)
    source, tests = wycheproof(members, stem)
    wrong = spread([test for test in tests if not test[0]], 36)
    right = [test for test in tests if test[0]]
    # right cases that share key and message with a wrong one go beside it, and
    # some more, so that "always false" is no good answer
    touched = {test[1:3] for test in wrong} | {test[1:3] for test in spread(right, 8)}
    verify = [test for test in right if test[1:3] in touched] + wrong
    short = [case for case in rfc if len(case[0]) < SHORTEST]
    columns, inputs = ["keyLen", "macLen", "key", "msg", "mac"], ["key", "msg"]
    aft = {"testType": "AFT"}
    return KAT(f"HMAC/HMAC-{name.replace('/', '-')}.kat", f"HMAC-{name}", "1.0",
               f"HMAC (FIPS 198-1): {DOCUMENTS[stem]}, then Wycheproof v1",
               [*rfc_source, source], [group for group in (
        Group(aft, columns, inputs, [hmac_row(*case) for case in rfc if case not in short]),
        # a key below 112 bits is not approved: to be refused
        Group(aft, columns, inputs, [hmac_row(*case) for case in short]),
        Group(aft, columns, inputs,
              [hmac_row(*test[1:]) for test in right if test[1:3] not in touched]),
        Group({**aft, "direction": "ver"}, [*columns, "testPassed"], [*inputs, "mac"],
              [hmac_row(*test[1:], boolean(test[0])) for test in verify]),
    ) if group.rows])
