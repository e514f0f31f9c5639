"""The format of one file, its rules, and how its values are written."""

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kats.packages import PACKAGES

Source = tuple[str, str]    # the key of a package, and a member of it
Row = list[str]
Item = TypeVar("Item")


@dataclass
class Group:
    """Cases that share their properties. `inputs` names the columns that make a
    case what it is; no two cases of a file may agree in all of them."""
    properties: dict[str, str]
    columns: list[str]
    inputs: list[str]
    rows: list[Row]

    def identities(self) -> list[tuple[str, ...]]:
        wanted = [self.columns.index(name) for name in self.inputs]
        scope = "".join(self.properties.get(name, "") for name in ("hashAlg", "hmacAlg", "xof"))
        return [(scope, *self.inputs, *(row[i] for i in wanted)) for row in self.rows]


@dataclass
class KAT:
    """One file: an ACVP vector set in our own format."""
    path: str
    name: str
    revision: str
    document: str
    sources: list[Source]
    groups: list[Group] = field(default_factory=list)

    def cases(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def header(self) -> Iterator[str]:
        yield f"# {self.document}"
        for key, members in itertools.groupby(self.sources, lambda source: source[0]):
            yield f"# {PACKAGES[key].title()}:"
            for _, member in members:
                yield f"#   {member}"
        yield f"set {self.name} {self.revision}"
        yield f"cases {self.cases()}"

    def lines(self) -> Iterator[str]:
        yield from self.header()
        case = itertools.count(1)
        for number, group in enumerate(self.groups, 1):
            yield ""
            properties = [f"{name}={value}" for name, value in group.properties.items()]
            yield " ".join(["group", str(number), *properties])
            yield " ".join(["columns", "tcId", *group.columns])
            for row in group.rows:
                yield " ".join([str(next(case)), *row])

    def text(self) -> str:
        return "".join(line + "\n" for line in self.lines())


def check(kat: KAT) -> None:
    """Refuse a file that breaks the rules of the format or repeats an input."""
    text = kat.text()
    assert text.isascii() and " \n" not in text, f"{kat.path}: not plain"
    for group in kat.groups:
        assert group.rows, f"{kat.path}: a group without cases"
        widths = {len(row) for row in group.rows}
        assert widths == {len(group.columns)}, f"{kat.path}: a ragged row"
        assert all(all(row) for row in group.rows), f"{kat.path}: an empty value"
    seen = [identity for group in kat.groups if group.inputs for identity in group.identities()]
    assert len(seen) == len(set(seen)), f"{kat.path}: an input occurs twice"


def octets(text: str) -> str:
    """Lower-case hex of even length; an empty value is written as a dash."""
    text = text.strip().lower()
    assert len(text) % 2 == 0 and re.fullmatch("[0-9a-f]*", text), text
    return text or "-"


def padded(text: str, count: int) -> str:
    """An integer with leading zeros up to `count` octets, never cut."""
    text = text.strip().lower().lstrip("0")
    return octets(text.zfill(max(2 * count, len(text) + len(text) % 2)))


def bits(value: str) -> str:
    return str(0 if value == "-" else len(value) * 4)


def flipped(value: str, index: int) -> str:
    """The value with one bit inverted, another bit for each index."""
    data = bytearray.fromhex(value)
    data[index % len(data)] ^= 1 << (index % 8)
    return data.hex()


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """`count` items evenly spread from the first to the last."""
    if len(items) <= count:
        return list(items)
    if count == 1:
        return [items[0]]
    return [items[i * (len(items) - 1) // (count - 1)] for i in range(count)]


def thinned(kat: KAT, limit: int) -> KAT:
    """The file with fewer cases where it is longer than `limit` octets: of each group's right and
    wrong cases the same share, evenly spread, and at least one of each."""
    share = limit / len(kat.text())
    if share < 1:
        for group in kat.groups:
            verdict = group.columns.index("testPassed") if "testPassed" in group.columns else None
            kinds: dict[str, list[int]] = {}
            for index, row in enumerate(group.rows):
                kinds.setdefault("" if verdict is None else row[verdict], []).append(index)
            kept = sorted(index for indices in kinds.values()
                          for index in spread(indices, math.ceil(share * len(indices))))
            group.rows = [group.rows[index] for index in kept]
    return kat


def boolean(value: object) -> str:
    return "true" if value else "false"
