"""AES-CCM."""

from collections.abc import Iterator

from kats.aes import KEY_LENGTHS
from kats.form import KAT, Group, Row, boolean, octets
from kats.members import Members, Record, rsp_sections

# the length that varies in a file, and its values to take for each key length
ENCRYPTIONS = {
    "VADT": ("Alen", [("0", "17"), ("1", "32"), ("15", "16")]),
    "VNT": ("Nlen", [("7", "10"), ("8", "11"), ("9", "12")]),
    "VPT": ("Plen", [("0", "16"), ("1", "15"), ("8", "17")]),
    "VTT": ("Tlen", [("4", "10"), ("6", "12"), ("8", "16")]),
}
LENGTHS = {"ivLen": "Nlen", "payloadLen": "Plen", "aadLen": "Alen", "tagLen": "Tlen"}
# of DVPT's 16 sections, a quarter for each key length
SECTIONS = (0, 5, 10, 13)
ENCRYPTIONS_OF_A_SECTION = 3
DECRYPTIONS_OF_A_VERDICT = 2


def ccm_sections(text: str) -> Iterator[tuple[Record, list[Record]]]:
    """The lengths of each section in octets, and its cases. What the cases of a section or
    of the file share stands in records of their own."""
    shared: Record = {}
    for headers, records in rsp_sections(text):
        lengths = [pair.partition(" = ") for name, value in headers.items()
                   for pair in f"{name} = {value}".split(", ")]
        shared |= {name: value for name, _, value in lengths}
        cases = []
        for record in records:
            if "Count" in record:
                cases.append(shared | record)
            else:
                shared |= record
        if cases:
            yield dict(shared), cases


def ccm_properties(direction: str, key_length: str, lengths: Record) -> dict[str, str]:
    found = {"testType": "AFT", "direction": direction, "keyLen": key_length}
    return found | {name: str(8 * int(lengths[field])) for name, field in LENGTHS.items()}


def text_of(case: Record, field: str, length: str) -> str:
    # CAVP writes what is empty as one octet
    return octets(case[field] if case[length] != "0" else "")


def ccm_row(case: Record) -> Row:
    return [octets(case["Key"]), octets(case["Nonce"]), text_of(case, "Adata", "Alen")]


def encryption_groups(members: Members, which: int) -> Iterator[Group]:
    columns = ["key", "iv", "aad", "pt", "ct"]
    for kind, (varying, values) in ENCRYPTIONS.items():
        for lengths, cases in ccm_sections(members.read(*ccm_member(kind, KEY_LENGTHS[which]))):
            if lengths[varying] in values[which]:
                rows = [[*ccm_row(case), text_of(case, "Payload", "Plen"), octets(case["CT"])]
                        for case in cases[:ENCRYPTIONS_OF_A_SECTION]]
                yield Group(ccm_properties("encrypt", KEY_LENGTHS[which], lengths),
                            columns, columns[:-1], rows)


def decryption_row(case: Record) -> Row:
    passed = case["Result"].startswith("Pass")
    plaintext = text_of(case, "Payload", "Plen") if passed else "-"
    return [*ccm_row(case), octets(case["CT"]), boolean(passed), plaintext]


def decryption_groups(members: Members, which: int) -> Iterator[Group]:
    columns = ["key", "iv", "aad", "ct", "testPassed", "pt"]
    sections = list(ccm_sections(members.read(*ccm_member("DVPT", KEY_LENGTHS[which]))))
    for index in SECTIONS:
        lengths, cases = sections[index + which]
        rows = [decryption_row(case) for case in cases]
        kept = [row for verdict in ("true", "false")
                for row in [r for r in rows if verdict in r][:DECRYPTIONS_OF_A_VERDICT]]
        yield Group(ccm_properties("decrypt", KEY_LENGTHS[which], lengths),
                    columns, columns[:4], [row for row in rows if row in kept])


def ccm_member(kind: str, key_length: str) -> tuple[str, str]:
    return "cavp", f"ciphers/AES/CCM/{kind}{key_length}.rsp"


def ccm_kat(members: Members) -> KAT:
    groups = [group for make in (encryption_groups, decryption_groups)
              for which in range(len(KEY_LENGTHS)) for group in make(members, which)]
    return KAT("AES/ACVP-AES-CCM.kat", "ACVP-AES-CCM", "1.0",
               "NIST CAVP, AES-CCM (SP 800-38C) response files",
               [ccm_member(kind, key_length) for key_length in KEY_LENGTHS
                for kind in (*ENCRYPTIONS, "DVPT")], groups)
