"""The folder: its files, digests and README."""

import hashlib
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from kats.aes_ccm import ccm_kat
from kats.aes_ctr import ctr_kat
from kats.aes_cts import cts_kats
from kats.aes_gcm import gcm_kats
from kats.aes_modes import mode_kats
from kats.aes_xts import xts_kat
from kats.cmac import cmac_kat
from kats.drbg import DRBG_NAMES, drbg_kat
from kats.ecdsa import (deterministic_signatures, key_generation, key_verification,
                        signature_generation, signature_verification)
from kats.eddsa import eddsa_kats
from kats.form import KAT, Source, check, thinned
from kats.hmac import HMAC_HASHES, hmac_kat
from kats.key_agreement import (curve_secrets, group_key_generation, group_key_verification,
                                group_secrets, primitive)
from kats.key_derivation import derivation_kats
from kats.key_wrap import wrap_kat
from kats.members import Members
from kats.packages import PACKAGES
from kats.post_quantum import post_quantum_kats
from kats.rsa import rsa_kats
from kats.sha import sha_kats
from kats.sha3_derived import sha3_derived_kats
from kats.shake import shake_kats
from kats.tls import tls_kats

MINIMUM_CASES = 5_000
# the executable carries all of them onto the node
MAXIMUM_BYTES = 3_000_000
MAXIMUM_FILE_BYTES = 36_000
# their cases are short, and what a file and a group cost weighs the more the fewer there are
MAXIMUM_OF_SHORT_CASES = {"AES-GCM": 190_000, "SHA-2": 48_000, "DRBG": 48_000}

# who published values that are not NIST's, by a part of the name of their file
AUTHORS = {"ed25519/": "Ed25519's authors, public domain", "rsa_common": "OpenSSL",
           "rfc": "IETF", "custommsgsamples": "PyCryptodome", "aes/ctr/": "IETF", "aes_cts": "IETF, OpenSSL",
           "kat_ml": "post-quantum-cryptography/KAT", "acvptool/test/expected": "BoringSSL",
           "evpkdf_ss.txt": "singlestep-kdf, Apache-2.0", "evpkdf_x942": "IETF, OpenSSL"}


README = """\
# Known-answer tests

Every value here was published by others; `Scripts/build-kats` rebuilds this folder from the
packages named below. `SHA256SUMS` covers the .kat files.

## Format

One file is one ACVP vector set: ASCII, lines ending in LF, words apart by one space.

```
# comments, only at the top: the document, the package and its files
set <ACVP name> <revision>
cases <number of cases in the file>

group <tgId> <property>=<value> ...
columns tcId <name> ...
<tcId> <value> ...
```

- One empty line stands before each group; a case has one value for each column.
- tgId and tcId begin at 1 and increase over the file.
- Octets are lower-case hex of even length, `-` when there are none; integers are decimal;
  booleans are `true` or `false`. Lengths are in bits and divisible by 8, but for CFB1: its texts
  are the leading `payloadLen` bits of their octets, and zeros follow.
- Names are ACVP's. `resultsArray` joins the 100 digests of a Monte Carlo test. With AES it joins
  key, IV (which ECB has not), plaintext and ciphertext of each of the 100 steps.
- Where a group of GCM states no `keyLen` and no `tagLen`, they are those of each case's key and
  tag; where one of a key derivation states no length, each case has its `derivedKeyLength`.
- A CCM ciphertext ends with the tag. XTS has one column with both keys; `keyLen` is that of one.
- Where ACVP nests a DRBG's `otherInput`, columns are numbered; `returnedBits` is the second output.
- `testPassed` is the expected verdict. Where it is false for a digest, for generated bits, for
  the answer of a mode without authentication (ECB to XTS), for a key pair made from a seed, for a
  shared secret or for a signature that was generated, one bit of the published value was inverted;
  of the RSA primitives numbers out of range were added, which the modulus gives; all
  other negative cases were published as such.
- KMAC's and cSHAKE's customization strings are octets, `customizationHex`.
- Of key derivation, what ACVP nests in `kdfConfiguration` and `kdfParameter` stands by its own
  name, and what it nests in `fixedInfoPartyU` as `fixedInfoPartyUPartyId`. `counterLocation` has
  hyphens for its spaces. A password is written as its octets. Where `testPassed` is false for a
  derived key, one bit of the published one was inverted.
- Of key agreement in groups of safe prime, and of the CDH component, negative cases hold one
  inverted bit too, or the halves of two pairs.
- ECDSA integers have the length of the field; a coordinate out of range may be longer.
- The inputs of every case are unique in its file.

## Provenance

| file | cases | source | files of the source | licence |
|---|---|---|---|---|
{table}

RFC 4231's truncated case and, with SHA-512/224 and SHA-512/256, two of its inputs with the values
that OpenJDK's test HmacSHA512.java has from sci.crypt stand in `Scripts/kats/hmac.py`.
`DRBG/hashDRBG.kat` has no explicit reseed: the packages hold no such vectors. Nor do they hold
Monte Carlo tests of CFB1, of CBC-CS1 to CS3, and of ECB with 192 and 256 bits.

BoringSSL keeps sets that NIST's ACVP server made, cut to one case of a group, and its own answers
beside them; OpenSSL made those of its ciphertext stealing cases that are not RFC 3962's. CBC-CS1,
CS2 and CS3 differ in the order of the last two blocks alone (SP 800-38A, Addendum), so what was
published in one order stands in all three files. Wycheproof's tweaks of XTS have 64 bits; zeros
follow them here.

## Digests of the sources

SHA-256 of each archive and of each of its files that was read:

```
{digests}
```
"""


def folder_of(members: list[str]) -> str:
    """The members of one package in few words: their folder and names."""
    names = [Path(member).name for member in members]
    return f"`{Path(members[0]).parent}/` " + ", ".join(names)


def licence(key: str, member: str) -> str:
    """Who published the values, and the licence of the package that carries them."""
    if key == "wycheproof":
        return PACKAGES[key].licence
    author = next((author for part, author in AUTHORS.items() if part in member.lower()),
                  "NIST, public domain")
    return f"{author}; package {PACKAGES[key].licence}"


def table_rows(kat: KAT) -> Iterator[str]:
    if not kat.sources:
        standard = kat.document.split(",")[0]
        yield f"| {kat.path} | {kat.cases()} | {standard} | none: no values | none |"
    count = str(kat.cases())
    for (key, _), found in itertools.groupby(kat.sources, key=package_folder):
        names = [member for _, member in found]
        yield (f"| {kat.path} | {count} | {PACKAGES[key].title()} | {folder_of(names)}"
               f" | {licence(key, names[0])} |")
        count = "and"


def package_folder(source: Source) -> tuple[str, Path]:
    key, member = source
    return key, Path(member).parent


def digest_lines(members: Members) -> Iterator[str]:
    for key, package in PACKAGES.items():
        digest = hashlib.sha256(package.archive.read_bytes()).hexdigest()
        yield f"{digest}  {package.archive.name}"
        for (owner, member), digest in sorted(members.digests.items()):
            if owner == key:
                yield f"{digest}    {member}"


def readme(kats: list[KAT], members: Members) -> str:
    table = "\n".join(row for kat in kats for row in table_rows(kat))
    return README.format(table=table, digests="\n".join(digest_lines(members)))


def build(members: Members) -> list[KAT]:
    """The files in the order of reports."""
    ecb, cbc, *feedback = mode_kats(members)
    kats = [
        *gcm_kats(members), ccm_kat(members), ecb, cbc, *cts_kats(members), *feedback,
        ctr_kat(members), xts_kat(members), wrap_kat(members, "KW"), wrap_kat(members, "KWP"),
        cmac_kat(members), *sha_kats(members), *shake_kats(members),
        *(hmac_kat(members, stem, name) for stem, name in HMAC_HASHES.items()),
        *(drbg_kat(members, name) for name in DRBG_NAMES.values()),
        key_generation(), key_verification(members), signature_generation(members),
        signature_verification(members), deterministic_signatures(members),
        *sha3_derived_kats(members),
        *derivation_kats(members),
        *tls_kats(members),
        curve_secrets(members), primitive(members), group_secrets(members),
        group_key_generation(), group_key_verification(members),
        *post_quantum_kats(members),
        *rsa_kats(members), *eddsa_kats(members),
    ]
    return [thinned(kat, MAXIMUM_OF_SHORT_CASES.get(kat.path.split("/")[0], MAXIMUM_FILE_BYTES))
            for kat in kats]


def check_folder(kats: list[KAT]) -> None:
    """The rules that span files."""
    for kat in kats:
        check(kat)
    gcm, gmac = ({tuple(row[:2]) for group in kat.groups for row in group.rows}
                 for kat in kats[:2])
    assert not gcm & gmac, "AES-GCM and AES-GMAC share a key and IV"
    assert sum(kat.cases() for kat in kats) >= MINIMUM_CASES, "too few cases"
    assert sum(len(kat.text()) for kat in kats) < MAXIMUM_BYTES, "too many bytes"


def write(kats: list[KAT], members: Members, output: Path) -> None:
    sums = []
    for kat in sorted(kats, key=lambda kat: kat.path):
        path, data = output / kat.path, kat.text().encode("ascii")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {kat.path}\n")
        print(f"{kat.cases():6} cases {len(data):8} bytes  {kat.path}", file=sys.stderr)
    (output / "SHA256SUMS").write_text("".join(sums))
    (output / "README.md").write_text(readme(kats, members))
