"""AES-CBC with ciphertext stealing: CS1, CS2 and CS3 (SP 800-38A, Addendum).

The three modes differ in the order of the last two blocks alone. So what was
published in the order of one of them stands here in all three.
"""

from kats.aes import (DIRECTIONS, KEY_LENGTHS, Sources, acvp_cases, cipher_group, sides,
                      wrong_group)
from kats.form import KAT, bits, octets
from kats.members import Members, Record, stanzas

BLOCK = 32      # digits
OPENSSL = ("openssl", "test/recipes/30-test_evp_data/evpciph_aes_cts.txt")
INPUTS = ["key", "iv", "payloadLen"]


def swaps(mode: str, partial: int) -> bool:
    """Whether the mode puts the last block before the one that is cut."""
    return mode == "CS3" or mode == "CS2" and partial < BLOCK


def reordered(ciphertext: str, published: str, wanted: str) -> str:
    """A ciphertext in the order of another mode."""
    partial = len(ciphertext) % BLOCK or BLOCK
    if len(ciphertext) == BLOCK or swaps(published, partial) == swaps(wanted, partial):
        return ciphertext
    first = BLOCK if swaps(published, partial) else partial
    start = len(ciphertext) - BLOCK - partial
    last_two = ciphertext[start:]
    return ciphertext[:start] + last_two[first:] + last_two[:first]


def openssl_cases(members: Members) -> list[Record]:
    """OpenSSL's cases, of which those with a zero IV and CS3 are RFC 3962's."""
    found: dict[tuple[str, ...], Record] = {}
    for pairs in stanzas(members.read(*OPENSSL)):
        stanza = dict(pairs)
        if not stanza.get("Cipher", "").endswith("-CTS") or "Ciphertext" not in stanza:
            continue
        case = {"key": octets(stanza["Key"]), "iv": octets(stanza["IV"]),
                "pt": octets(stanza["Plaintext"]),
                "ct": reordered(octets(stanza["Ciphertext"]), stanza.get("CTSMode", "CS1"), "CS1")}
        found[case["key"], case["iv"], case["pt"]] = case
    return list(found.values())


def all_cases(members: Members) -> tuple[Sources, dict[tuple[str, str], list[Record]]]:
    """Cases in the order of CS1, by direction and key length. OpenSSL's serve both ways."""
    found: dict[tuple[str, str], list[Record]] = {
        (direction, key_length): [] for direction in DIRECTIONS for key_length in KEY_LENGTHS}
    for case in openssl_cases(members):
        for direction in DIRECTIONS:
            found[direction, bits(case["key"])].append(case)
    sources, published = acvp_cases(members, "ACVP-AES-CBC-CS3")
    for group, case in published:
        case["ct"] = reordered(case["ct"], "CS3", "CS1")
        found[group["direction"], group["keyLen"]].append(case)
    return [OPENSSL, *sources], found


def cts_kat(members: Members, mode: str) -> KAT:
    sources, found = all_cases(members)
    groups, wrong = [], []
    for (direction, key_length), cases in found.items():
        given = sides(direction)[0]
        ready = [case | {"ct": reordered(case["ct"], "CS1", mode),
                         "payloadLen": bits(case["pt"])} for case in cases]
        ready.sort(key=lambda case: len(case[given]))
        # the sizes of the middle
        spare = ready[len(ready) // 2:][:2] if key_length != "192" else []
        groups.append(cipher_group(direction, key_length, INPUTS,
                                   [case for case in ready if case not in spare]))
        if spare:
            wrong.append(wrong_group(direction, key_length, INPUTS, spare))
    return KAT(f"AES/ACVP-AES-CBC-{mode}.kat", f"ACVP-AES-CBC-{mode}", "1.0",
               f"AES-CBC-{mode} (SP 800-38A, Addendum): RFC 3962 and more of OpenSSL's,"
               " then NIST's ACVP set of CS3", sources, groups + wrong)


def cts_kats(members: Members) -> list[KAT]:
    return [cts_kat(members, mode) for mode in ("CS1", "CS2", "CS3")]
