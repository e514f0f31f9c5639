"""AES-CTR."""

from kats.aes import DIRECTIONS, KEY_LENGTHS, Sources, acvp_cases, cipher_group, wrong_group
from kats.form import KAT, bits, octets
from kats.members import Members, Record, rsp_sections

BOTAN = ("botan", "src/tests/data/stream/ctr.vec")
INPUTS = ["key", "iv", "payloadLen"]
# the first octets of SP 800-38A's keys
EXAMPLES = ("2B7E1516", "8E73B0F7", "603DEB10")
# where some cases are made wrong, and where a case in which the whole counter overflows is
# kept: it is long
ENDS = (("encrypt", "128"), ("decrypt", "256"))
SHORT = 2 * 128     # digits
WRONG_CASES = 2


def ctr_case(key: str, iv: str, plaintext: str, ciphertext: str) -> Record:
    return {"key": octets(key), "iv": octets(iv), "pt": octets(plaintext),
            "ct": octets(ciphertext), "payloadLen": bits(octets(plaintext))}


def rfc_member(key_length: str) -> tuple[str, str]:
    return "cavp", f"ciphers/AES/CTR/aes-{key_length}-ctr.txt"


def rfc_cases(members: Members, key_length: str) -> list[Record]:
    (_, records), = rsp_sections(members.read(*rfc_member(key_length)))
    return [ctr_case(r["KEY"], r["IV"], r["PLAINTEXT"], r["CIPHERTEXT"]) for r in records]


def example_case(members: Members, key_length: str) -> Record:
    """SP 800-38A, F.5, whose four blocks Botan has in one case, and again from each octet on."""
    record = next(record for headers, records in rsp_sections(members.read(*BOTAN))
                  if f"CTR-BE(AES-{key_length})" in headers for record in records
                  if record["Key"].startswith(EXAMPLES) and record.get("Seek", "0") == "0")
    return ctr_case(record["Key"], record["Nonce"], record["In"], record["Out"])


def server_cases(members: Members, direction: str, key_length: str) -> tuple[Sources, list[Record]]:
    sources, published = acvp_cases(members, "ACVP-AES-CTR")
    wanted = []
    for group, case in published:
        if (group["direction"], group["keyLen"]) != (direction, key_length):
            continue
        overflows = group.get("overflow") == "True" and (direction, key_length) in ENDS
        if overflows or len(case["pt"]) <= SHORT:
            wanted.append(case | {"payloadLen": bits(case["pt"])})
    return sources, wanted


def ctr_kat(members: Members) -> KAT:
    more: Sources = []
    groups, wrong = [], []
    for direction in DIRECTIONS:
        for key_length in KEY_LENGTHS:
            cases = [*rfc_cases(members, key_length), example_case(members, key_length)]
            more, server = server_cases(members, direction, key_length)
            if (direction, key_length) in ENDS:
                spare, server = server[-WRONG_CASES:], server[:-WRONG_CASES]
                wrong.append(wrong_group(direction, key_length, INPUTS, spare))
            groups.append(cipher_group(direction, key_length, INPUTS, cases + server))
    return KAT("AES/ACVP-AES-CTR.kat", "ACVP-AES-CTR", "1.0",
               "AES-CTR (SP 800-38A): RFC 3686, SP 800-38A F.5, then NIST's ACVP set",
               [*map(rfc_member, KEY_LENGTHS), BOTAN, *more], groups + wrong)
