"""Members of the packages, and readers of the forms they are written in."""

import hashlib
import re
import sys
import tarfile
import zipfile

from kats.packages import PACKAGES


class Members:
    """Reads members of the packages, and remembers which ones for the README."""

    def __init__(self):
        self.digests = {}
        self.texts = {}

    def read(self, key, member):
        """The text of one member, its path given below the archive's top folder."""
        if (key, member) not in self.texts:
            archive = PACKAGES[key].archive
            data = read_zip(archive, member) if archive.suffix == ".whl" else read_tar(archive, member)
            self.digests[key, member] = hashlib.sha256(data).hexdigest()
            self.texts[key, member] = data.decode("ascii")
        return self.texts[key, member]


def read_zip(archive, member):
    with zipfile.ZipFile(archive) as wheel:
        return wheel.read(f"cryptography_vectors/{member}")


def read_tar(archive, member):
    with tarfile.open(archive) as tar:
        for entry in tar:
            if entry.name.split("/", 1)[-1] == member:
                return tar.extractfile(entry).read()
    sys.exit(f"{archive.name} holds no {member}")


def rsp_sections(text):
    """CAVP response files: [(section headers, [records])]. The headers stand in
    brackets and hold until the next ones."""
    sections, record = [], {}
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


def stanzas(text):
    """OpenSSL's test files: stanzas of (keyword, value) apart by empty lines; a
    PEM block is the value of "PEM"."""
    for block in re.split(r"\n\s*\n", text):
        block = re.sub(r"-+BEGIN.*-+\n([^-]*)-+END.*-+",
                       lambda pem: "PEM " + pem[1].replace("\n", ""), block)
        pairs = [re.match(r"([\w.]+)\s*=\s*(.*)|(PEM) (.*)", line)
                 for line in block.splitlines() if not line.startswith("#")]
        pairs = [(pair[1] or pair[3], pair[2] if pair[1] else pair[4]) for pair in pairs if pair]
        if pairs:
            yield pairs


def der(data):
    """The contents of consecutive DER elements."""
    while data:
        length, start = data[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(data[2:start], "big")
        yield data[start:start + length]
        data = data[start + length:]
