"""AES in the modes that CAVP's AES Algorithm Validation Suite covers: ECB to OFB."""

import itertools
from dataclasses import dataclass

from kats.aes import (DIRECTIONS, KEY_LENGTHS, Sources, acvp_cases, cipher_group, joined,
                      monte_carlo_group, wrong_group)
from kats.form import KAT, Group, octets, spread
from kats.members import Members, Record, rsp_sections

# of the multi-block messages, which have 1 to 10 blocks, those to take
BLOCKS = (1, 2, 3, 5, 10)
KINDS = ("GFSbox", "KeySbox", "VarTxt", "VarKey")
FIELDS = {"KEY": "key", "IV": "iv", "PLAINTEXT": "pt", "CIPHERTEXT": "ct"}


@dataclass(frozen=True)
class Mode:
    name: str           # as CAVP and ACVP spell it
    folder: str         # of the package
    monte_carlo: str    # the package that has it, if one does

    def inputs(self) -> list[str]:
        if self.name == "CFB1":
            return ["key", "iv", "payloadLen"]
        return ["key"] if self.name == "ECB" else ["key", "iv"]


MODES = [Mode("ECB", "ECB", "boringssl"), Mode("CBC", "CBC", "pycryptodome"),
         Mode("CFB1", "CFB", ""), Mode("CFB8", "CFB", "pycryptodome"),
         Mode("CFB128", "CFB", "pycryptodome"), Mode("OFB", "OFB", "pycryptodome")]


def leading_bits(digits: str) -> str:
    """CFB1's texts are binary digits: octets that begin with them, ending in zeros."""
    count = (len(digits) + 7) // 8
    return int(digits.ljust(8 * count, "0"), 2).to_bytes(count, "big").hex()


def mode_case(record: Record, mode: Mode) -> Record:
    read = leading_bits if mode.name == "CFB1" else octets
    case = {FIELDS[name]: (read if name.endswith("TEXT") else octets)(value)
            for name, value in record.items() if name in FIELDS}
    return case | {"payloadLen": str(len(record["PLAINTEXT"]))}


def response(members: Members, source: tuple[str, str], mode: Mode) -> dict[str, list[Record]]:
    """The cases of one response file by direction."""
    return {next(iter(headers)).lower(): [mode_case(record, mode) for record in records]
            for headers, records in rsp_sections(members.read(*source))}


def mode_groups(found: dict[str, dict[str, list[Record]]], mode: Mode, direction: str,
                key_length: str) -> tuple[Group, Group]:
    """Some of the multi-block messages, of each other kind the first and the last case; and
    wrong cases made of others."""
    messages = found["MMT"][direction]
    kept = messages if mode.name == "CFB1" else [messages[count - 1] for count in BLOCKS]
    others = [spread(found[kind][direction], 2) for kind in KINDS]
    right = cipher_group(direction, key_length, mode.inputs(), [*kept, *itertools.chain(*others)])
    spare = [found[kind][direction][3] for kind in KINDS]
    wrong = wrong_group(direction, key_length, mode.inputs(),
                        spare if mode.name == "CFB1" else [messages[3], *spare],
                        bit=7 if mode.name == "CFB1" else None)
    return right, wrong


def monte_carlo(members: Members, mode: Mode) -> tuple[Sources, list[Group]]:
    """Each key length in one direction, since a case is 16 kB: by turns, also from mode to
    mode."""
    if mode.monte_carlo == "boringssl":
        sources, cases = acvp_cases(members, f"ACVP-AES-{mode.name}")
        return sources, [
            monte_carlo_group(group["direction"], group["keyLen"], mode.inputs(), case)
            for group, case in cases if group["testType"] == "MCT"]
    if not mode.monte_carlo:
        return [], []
    sources, groups = [], []
    for turn, key_length in enumerate(KEY_LENGTHS, MODES.index(mode)):
        source = (mode.monte_carlo, f"Cipher/AES/{mode.name}MCT{key_length}.rsp")
        direction = DIRECTIONS[turn % 2]
        steps = response(members, source, mode)[direction]
        sources.append(source)
        groups.append(monte_carlo_group(direction, key_length, mode.inputs(),
                                        steps[0] | {"resultsArray": joined(steps)}))
    return sources, groups


def mode_kat(members: Members, mode: Mode) -> KAT:
    found: dict[str, dict[str, dict[str, list[Record]]]] = {}
    sources = []
    for key_length in KEY_LENGTHS:
        for kind in ("MMT", *KINDS):
            source = ("cavp", f"ciphers/AES/{mode.folder}/{mode.name}{kind}{key_length}.rsp")
            sources.append(source)
            found.setdefault(key_length, {})[kind] = response(members, source, mode)
    groups, wrong = zip(*(mode_groups(found[key_length], mode, direction, key_length)
                          for direction in DIRECTIONS for key_length in KEY_LENGTHS))
    more, steps = monte_carlo(members, mode)
    # encryption with the shortest key and decryption with the longest
    return KAT(f"AES/ACVP-AES-{mode.name}.kat", f"ACVP-AES-{mode.name}", "1.0",
               f"NIST CAVP, AES-{mode.name} (SP 800-38A) response files"
               + (", then Monte Carlo tests" if steps else ""),
               sources + more, [*groups, wrong[0], wrong[-1], *steps])


def mode_kats(members: Members) -> list[KAT]:
    return [mode_kat(members, mode) for mode in MODES]
