"""DRBGs: CTR, Hash and HMAC."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kats.form import KAT, Group, bits, boolean, flipped, octets
from kats.members import Members, Record, rsp_sections, stanzas

DRBG_NAMES = {"CTR-DRBG": "ctrDRBG", "HASH-DRBG": "hashDRBG", "HMAC-DRBG": "hmacDRBG"}
DRBG_MODES = {"AES-128-CTR": "AES-128", "AES-192-CTR": "AES-192", "AES-256-CTR": "AES-256",
              "SHA-1": "SHA-1", "SHA-256": "SHA2-256", "SHA-512": "SHA2-512"}
# truncated, and so not approved inside a DRBG: to be refused
REFUSED_MODES = {"SHA-224": "SHA2-224"}
DRBG_CASES = {"ctrDRBG": 5, "hashDRBG": 7, "hmacDRBG": 7}
DRBG_FIELDS = {"Entropy": "entropyInput", "Nonce": "nonce",
               "PersonalisationString": "persoString", "ReseedEntropy": "entropyInputReseed",
               "ReseedAdditionalInput": "additionalInputReseed",
               "AdditionalInputA": "additionalInput1", "AdditionalInputB": "additionalInput2",
               "EntropyPredictionResistanceA": "entropyInputPR1",
               "EntropyPredictionResistanceB": "entropyInputPR2", "Output": "returnedBits"}
DRBG_COLUMNS = {
    "none": "entropyInput nonce persoString additionalInput1 additionalInput2 returnedBits",
    "reseed": "entropyInput nonce persoString entropyInputReseed additionalInputReseed"
              " additionalInput1 additionalInput2 returnedBits",
    "prediction": "entropyInput nonce persoString additionalInput1 entropyInputPR1"
                  " additionalInput2 entropyInputPR2 returnedBits",
}
EVPRAND = ("openssl", "test/recipes/30-test_evp_data/evprand.txt")
BOTAN = ("botan", "src/tests/data/rng/hmac_drbg.vec")


@dataclass
class Stanza:
    """CAVP cases of one DRBG that have all their lengths in common. Each case is
    two generated outputs, of which the second is given."""
    name: str
    mode: str
    derivation: bool
    flow: str       # "none", "reseed" or "prediction"
    cases: list[Record]     # under ACVP's field names

    def kind(self) -> tuple[str, bool, str]:
        return self.mode, self.derivation, self.flow

    def optional(self) -> tuple[bool, bool]:
        """Which of the optional inputs are there."""
        first = self.cases[0]
        return first["persoString"] != "-", first["additionalInput1"] != "-"

    def properties(self) -> dict[str, str]:
        first = self.cases[0]
        found = {"testType": "AFT", "mode": self.mode}
        if self.name == "ctrDRBG":
            found["derFunc"] = boolean(self.derivation)
        # prediction resistance is a reseed before each output, as ACVP counts it
        found |= {"predResistance": boolean(self.flow == "prediction"),
                  "reSeed": boolean(self.flow != "none")}
        for column, prop in (("entropyInput", "entropyInputLen"), ("nonce", "nonceLen"),
                             ("persoString", "persoStringLen"),
                             ("additionalInput1", "additionalInputLen"),
                             ("returnedBits", "returnedBitsLen")):
            found[prop] = bits(first[column])
        return found

    def group(self, start: int, stop: int, negative: bool = False) -> Group:
        columns = DRBG_COLUMNS[self.flow].split()
        rows = [[case[column] for column in columns] for case in self.cases[start:stop]]
        inputs = columns[:-1]
        if negative:
            columns = [*columns, "testPassed"]
            rows = [[*row[:-1], flipped(row[-1], 7 * i + 2), "false"] for i, row in enumerate(rows)]
        return Group(self.properties(), columns, inputs, rows)


def drbg_cases(pairs: list[tuple[str, str]]) -> list[Record]:
    """The numbered keywords ("Nonce.3") of a stanza as one dictionary a case."""
    cases: dict[int, Record] = {}
    for keyword, value in pairs:
        name, dot, number = keyword.partition(".")
        if dot:
            case = cases.setdefault(int(number), dict.fromkeys(DRBG_FIELDS.values(), "-"))
            case[DRBG_FIELDS[name]] = octets(value)
    return list(cases.values())


def evprand_stanzas(text: str) -> Iterator[Stanza]:
    """NIST's cases in OpenSSL's file; the hash and HMAC parts without reseed
    stand in it twice, so equal stanzas are dropped."""
    seen = set()
    for pairs in stanzas(text):
        head = dict(pair for pair in pairs if "." not in pair[0])
        mode = (DRBG_MODES | REFUSED_MODES).get(head.get("Cipher", head.get("Digest", "")))
        cases = drbg_cases(pairs)
        if "RAND" not in head or mode is None or len(cases) < 15 or str(pairs) in seen:
            continue
        seen.add(str(pairs))
        flow = ("prediction" if head["PredictionResistance"] == "1" else
                "reseed" if cases[0]["entropyInputReseed"] != "-" else "none")
        derivation = head.get("DerivationFunction") == "1"
        yield Stanza(DRBG_NAMES[head["RAND"]], mode, derivation, flow, cases)


def botan_case(record: Record, digits: int) -> Record:
    """Botan joins NIST's inputs as HMAC_DRBG itself joins them: so many digits of
    entropy, half as many of nonce, the personalization string; and, at the reseed,
    so many of entropy and the additional input."""
    seed, reseed, nonce = record["EntropyInput"], record["EntropyInputReseed"], digits // 2
    return {"entropyInput": octets(seed[:digits]), "nonce": octets(seed[digits:digits + nonce]),
            "persoString": octets(seed[digits + nonce:]),
            "entropyInputReseed": octets(reseed[:digits]),
            "additionalInputReseed": octets(reseed[digits:]),
            "additionalInput1": octets(record.get("AdditionalInput1", "")),
            "additionalInput2": octets(record.get("AdditionalInput2", "")),
            "returnedBits": octets(record["Out"])}


def value_lengths(case: Record) -> list[int]:
    return [len(value) for value in case.values()]


def botan_stanzas(text: str) -> Iterator[Stanza]:
    """NIST's HMAC_DRBG cases with reseed, which OpenSSL's file lacks."""
    for headers, records in rsp_sections(text):
        mode = DRBG_MODES.get(next(iter(headers)))
        if mode is None:
            continue
        # of the security strength: 128 bits, or 256
        digits = 32 if mode == "SHA-1" else 64
        made = [botan_case(record, digits) for record in records]
        for _, cases in itertools.groupby(made, value_lengths):
            yield Stanza("hmacDRBG", mode, False, "reseed", list(cases))


def one_of_each(found: Iterable[Stanza]) -> Iterator[Stanza]:
    """Of each kind one stanza with and without each optional input. Stanzas that
    differ in lengths alone take turns from kind to kind."""
    found = sorted(found, key=lambda s: (s.kind(), s.optional()))
    for turn, (_, same) in enumerate(itertools.groupby(found, key=lambda s: s.kind())):
        for _, stanzas_alike in itertools.groupby(same, key=lambda s: s.optional()):
            alike = list(stanzas_alike)
            yield alike[turn % len(alike)]


def drbg_kat(members: Members, name: str) -> KAT:
    sources = [EVPRAND]
    found = [s for s in evprand_stanzas(members.read(*EVPRAND)) if s.name == name]
    if name == "hmacDRBG":
        sources.append(BOTAN)
        found += botan_stanzas(members.read(*BOTAN))
    refused = [stanza for stanza in found if stanza.mode in REFUSED_MODES.values()]
    chosen = list(one_of_each(stanza for stanza in found if stanza not in refused))
    groups = [stanza.group(0, DRBG_CASES[name]) for stanza in chosen]
    groups += [stanza.group(0, 2) for stanza in refused[:1]]
    # the last cases of two stanzas, none of them used above
    wrong = [stanza.group(11, 14, negative=True) for stanza in (chosen[0], chosen[-1])]
    return KAT(f"DRBG/{name}.kat", name, "1.0",
               "NIST CAVP, DRBG (SP 800-90A Rev. 1) vectors: of two outputs the second is given",
               sources, groups + wrong)
