"""AES-GCM and AES-GMAC."""

from collections.abc import Iterator

from kats.form import KAT, Group, Row, Source, boolean, octets
from kats.members import Members, Record, rsp_sections

Lengths = tuple[str, ...]   # of the IV, the payload, the AAD and the tag
Sections = dict[Lengths, list[Record]]

LENGTHS = {"PTlen": ["0", "104", "128", "256", "408"],
           "AADlen": ["0", "128", "160", "384", "720"]}
SHORTER_TAGS = ["120", "112", "104", "96", "64", "32"]


def gcm_member(direction: str, key_length: int | str) -> Source:
    stem = "gcmEncryptExtIV" if direction == "encrypt" else "gcmDecrypt"
    return ("cavp", f"ciphers/AES/GCM/{stem}{key_length}.rsp")


def gcm_wanted(which: int) -> Iterator[Lengths]:
    """The (IV, payload, AAD, tag) lengths to take for the `which`-th of the six
    combinations of key length and direction. Diagonals through the table of
    lengths: each length occurs with each key, each pair with some key."""
    payloads, aads = LENGTHS["PTlen"], LENGTHS["AADlen"]
    for i in range(5):
        yield "96", payloads[i], aads[(i + which) % 5], "128"
    for i in range(1, 4):
        yield "96", payloads[i], aads[(i + which + 2) % 5], "128"
    for tag in SHORTER_TAGS[which % 3::3]:
        yield "96", payloads[1 + which % 4], aads[1 + (which + 1) % 4], tag
    yield "8", payloads[3], aads[2], "128"
    yield "1024", payloads[2], aads[3], "128"


def gmac_wanted(which: int) -> Iterator[Lengths]:
    """The same of GMAC, which has no payload: each length of tag, IV and AAD with each key."""
    aads = LENGTHS["AADlen"][1:]
    for i in range(3):
        yield "96", "0", aads[(which + i) % 4], "128"
    for i, tag in enumerate(SHORTER_TAGS[which % 3::3]):
        yield "96", "0", aads[(which + i) % 4], tag
        yield "96", "0", aads[(which + i + 2) % 4], tag
    for iv in ("8", "1024"):
        yield iv, "0", aads[which % 4], "128"
        yield iv, "0", aads[(which + 2) % 4], "128"


def gcm_sections(members: Members, which: int) -> tuple[str, Sections]:
    """The sections of one response file by their lengths."""
    direction, key_length = ("encrypt", "decrypt")[which % 2], ("128", "192", "256")[which // 2]
    key, member = gcm_member(direction, key_length)
    found: Sections = {}
    for headers, records in rsp_sections(members.read(key, member)):
        found[tuple(headers[n] for n in ("IVlen", "PTlen", "AADlen", "Taglen"))] = records
    return direction, found


def take(lengths: Lengths, found: Sections) -> tuple[Lengths, list[Record]]:
    """Take a section out, so that the other file cannot have the same cases; one
    that is gone is replaced by the next that differs in the length of its AAD."""
    iv, payload, _, tag = lengths
    others = [(iv, payload, aad, tag) for aad in LENGTHS["AADlen"][1:]]
    chosen = next(candidate for candidate in [lengths, *others] if candidate in found)
    return chosen, found.pop(chosen)


def gcm_row(record: Record, columns: list[str]) -> Row:
    passed = "FAIL" not in record
    values = {"testPassed": boolean(passed), "pt": octets(record.get("PT", ""))}
    names = {"key": "Key", "iv": "IV", "aad": "AAD", "ct": "CT", "tag": "Tag"}
    return [values[c] if c in values else octets(record[names[c]]) for c in columns]


def gcm_group(direction: str, records: list[Record], gmac: bool) -> Group:
    """ACVP's lengths stay out, since the cases of a group differ in them."""
    properties = {"testType": "AFT", "direction": direction, "ivGen": "external"}
    names, inputs = {
        ("encrypt", False): ("key iv pt aad ct tag", "key iv pt aad"),
        ("decrypt", False): ("key iv ct aad tag testPassed pt", "key iv ct aad tag"),
        ("encrypt", True): ("key iv aad tag", "key iv aad"),
        ("decrypt", True): ("key iv aad tag testPassed", "key iv aad tag"),
    }[direction, gmac]
    columns = names.split()
    return Group(properties, columns, inputs.split(), [gcm_row(r, columns) for r in records])


def gcm_kats(members: Members) -> list[KAT]:
    """AES-GCM and AES-GMAC: whole sections of CAVP, no section in both."""
    sources = [gcm_member(d, k) for k in (128, 192, 256) for d in ("encrypt", "decrypt")]
    document = "NIST CAVP, AES-GCM (SP 800-38D) response files"
    gcm = KAT("AES-GCM/ACVP-AES-GCM.kat", "ACVP-AES-GCM", "1.0", document, sources)
    gmac = KAT("AES-GCM/ACVP-AES-GMAC.kat", "ACVP-AES-GMAC", "1.0",
               document + ", those without payload", sources)
    taken: dict[tuple[str, str], list[Record]] = {}
    for which in range(6):
        direction, found = gcm_sections(members, which)
        for kat, wanted in ((gcm, gcm_wanted(which)), (gmac, gmac_wanted(which))):
            for lengths in wanted:
                taken.setdefault((kat.name, direction), []).extend(take(lengths, found)[1])
    for kat in (gcm, gmac):
        kat.groups += [gcm_group(direction, records, gmac=kat is gmac)
                       for (name, direction), records in taken.items() if name == kat.name]
    return [gcm, gmac]
