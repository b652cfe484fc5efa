"""Evidence: files that bear out what vetting says; the record seals their names, sizes and hashes.

Their content lies apart from the record (``stores/evidence.py``) and never leaves the office with a bundle.
"""

import unicodedata

import msgspec

from comitia.record.entry import Count, Hash
from comitia.rules import rule
from comitia.texts import N_

LARGEST = 100_000_000
"""Bytes of the largest file: a scanned file of several hundred pages."""
MOST = 50
"""Files of one act."""
LONGEST_NAME = 200
"""Bytes of a file's name in UTF-8: file systems take 255."""

NAME = rule(
    "evidence.name",
    says=N_("A file's name is a plain one: no folders, no signs that are not seen, and once in an act."),
    refusal=N_("{name} cannot be the name of a file here, or is named twice"),
    cure=N_("rename the file: letters, digits, spaces, dots, hyphens, at most {longest} bytes"),
)
SIZE = rule(
    "evidence.size",
    says=N_("A file is neither empty nor larger than 100 megabytes, and an act has at most 50 of them."),
    refusal=N_("{name}, bytes: {size}; files with this act: {files}"),
    cure=N_("attach files of 1 to {largest} bytes, at most {most}"),
)


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file as an act names it: how it is called, its size in bytes, and the SHA-256 of its content."""

    name: str
    size: Count
    sha256: Hash


Attachments = tuple[Attachment, ...]


def sealed_evidence(files: Attachments) -> dict[str, str]:
    """The sealed part ``evidence``: a JSON list in the order given; no part where there is no file.

    Raises RuleBroken ``evidence.name``, ``evidence.size``.
    """
    names = [file.name for file in files]
    for file in files:
        if not is_plain(file.name) or names.count(file.name) > 1:
            raise NAME.broken(name=ascii(file.name), longest=LONGEST_NAME)
        if not 0 < file.size <= LARGEST or len(files) > MOST:
            raise SIZE.broken(name=file.name, size=file.size, files=len(files), largest=LARGEST, most=MOST)
    return {"evidence": msgspec.json.encode(files, order="deterministic").decode()} if files else {}


def attachments(content: str | None) -> Attachments:
    """The files that an opened part ``evidence`` names; none where there is no part, or it was erased."""
    return msgspec.json.decode(content, type=Attachments) if content else ()


def is_plain(name: str) -> bool:
    """Whether a name can be written into any folder and shows what it is: Windows' and Unix' separators, reserved signs
    and hidden names are out, and so is what turns the direction of writing around (``exe.gpj`` for ``jpg.exe``)."""
    unseen = any(unicodedata.category(sign) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") for sign in name)
    ends = name[:1] in ("", ".", " ", "-") or name[-1] in (".", " ")
    return not unseen and not ends and len(name.encode()) <= LONGEST_NAME and not set('<>:"/\\|?*').intersection(name)
