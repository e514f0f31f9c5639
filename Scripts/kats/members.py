"""Members of the packages, and readers of the forms they are written in."""

import bz2
import hashlib
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kats.packages import PACKAGES

# a record of a response file, and a section: its headers with its records
Record = dict[str, str]
Section = tuple[dict[str, str], list[Record]]


class Members:
    """Reads members of the packages, and remembers which ones for the README."""

    def __init__(self) -> None:
        self.digests: dict[tuple[str, str], str] = {}
        self.texts: dict[tuple[str, str], str] = {}

    def read(self, key: str, member: str) -> str:
        """The text of one member, its path given below the archive's top folder."""
        if (key, member) not in self.texts:
            archive = PACKAGES[key].archive
            reader = read_zip if archive.suffix == ".whl" else read_tar
            data = reader(archive, member)
            self.digests[key, member] = hashlib.sha256(data).hexdigest()
            plain = bz2.decompress(data) if member.endswith(".bz2") else data
            self.texts[key, member] = plain.decode("utf-8")
        return self.texts[key, member]


def read_zip(archive: Path, member: str) -> bytes:
    with zipfile.ZipFile(archive) as wheel:
        module = archive.name.split("-")[0]
        return wheel.read(f"{module}/{member}")


def read_tar(archive: Path, member: str) -> bytes:
    with tarfile.open(archive) as tar:
        for entry in tar:
            file = tar.extractfile(entry) if entry.name.split("/", 1)[-1] == member else None
            if file:
                return file.read()
    sys.exit(f"{archive.name} holds no {member}")


def rsp_sections(text: str) -> list[Section]:
    """CAVP response files: [(section headers, [records])]. The headers stand in
    brackets and hold until the next ones."""
    sections: list[Section] = []
    record: Record = {}
    for line in text.splitlines() + [""]:
        line = line.strip()
        if line.startswith("["):
            if not sections or sections[-1][1]:
                sections.append(({}, []))
            name, _, value = line[1:-1].partition(" = ")
            sections[-1][0][name] = value
        elif not line and record:
            sections = sections or [({}, [])]
            sections[-1][1].append(record)
            record = {}
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            record[name.strip()] = value.strip()
    return sections


def stanzas(text: str) -> Iterator[list[tuple[str, str]]]:
    """OpenSSL's test files: stanzas of (keyword, value) apart by empty lines; a
    PEM block is the value of "PEM"."""
    for block in re.split(r"\n\s*\n", text):
        block = re.sub(r"-+BEGIN.*-+\n([^-]*)-+END.*-+",
                       lambda pem: "PEM " + pem[1].replace("\n", ""), block)
        found = [re.match(r"([\w.-]+)\s*=\s*(.*)|(PEM) (.*)", line)
                 for line in block.splitlines() if not line.startswith("#")]
        pairs = [(pair[1] or pair[3], pair[2] if pair[1] else pair[4]) for pair in found if pair]
        if pairs:
            yield pairs


def der(data: bytes) -> Iterator[bytes]:
    """The contents of consecutive DER elements."""
    while data:
        length, start = data[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(data[2:start], "big")
        yield data[start:start + length]
        data = data[start + length:]
