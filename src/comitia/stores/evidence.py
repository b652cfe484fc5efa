"""Evidence: the content of files that vetting seals. It lies apart from the record, private, and is never exported.

A file lies under the SHA-256 of its content, so that its own name is never a path. The record seals name, size and hash
(``stages/evidence.py``).
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from comitia.rules import rule
from comitia.stages.evidence import LARGEST, LONGEST_NAME, NAME, Attachment, is_plain, sealed_evidence
from comitia.texts import N_

GONE = rule(
    "evidence.gone",
    says=N_("Evidence that is kept can be read, until it is erased with the other personal data."),
    refusal=N_("the content of {name} is not here: it was erased, or is in another copy of the election's folder"),
    cure=N_("look for it where the act was recorded, or in a backup"),
)
CHANGED = rule(
    "evidence.changed",
    says=N_("Evidence is what was attached, byte for byte."),
    refusal=N_("the content of {name} is not what was sealed"),
    cure=N_("restore the folder `evidence` from a backup"),
)


class Evidence:
    """The folder of the files' contents; it is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, path: Path) -> Attachment:
        """Take a file in, before the act that names it. What a refused act has left is erased with the rest.

        Raises RuleBroken as ``take`` does, and OSError where it cannot be read.
        """
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        return self.take(path.name, content)

    def take(self, name: str, content: bytes) -> Attachment:
        """Take in a content under a name. Raises RuleBroken ``evidence.name``, ``evidence.size``."""
        attachment = Attachment(name, len(content), hashlib.sha256(content).hexdigest())
        sealed_evidence((attachment,))
        self._write(attachment.sha256, content)
        return attachment

    def content(self, attachment: Attachment) -> bytes:
        """The content of a file. Raises RuleBroken ``evidence.gone``, ``evidence.changed``."""
        try:
            content = self._place(attachment.sha256).read_bytes()
        except FileNotFoundError:
            raise GONE.broken(name=attachment.name) from None
        if hashlib.sha256(content).hexdigest() != attachment.sha256 or len(content) != attachment.size:
            raise CHANGED.broken(name=attachment.name)
        return content

    def save(self, attachment: Attachment, folder: Path) -> Path:
        """Write the content to a new file of its own name, readable by its owner alone. Returns where it is.

        Raises RuleBroken as ``content`` does and ``evidence.name``, and OSError, as where the file exists.
        """
        if not is_plain(attachment.name):
            raise NAME.broken(name=ascii(attachment.name), longest=LONGEST_NAME)
        content, path = self.content(attachment), folder / attachment.name
        with _private(path) as file:
            file.write(content)
        return path

    def erase(self) -> int:
        """Remove everything, for good. Returns how many files there were."""
        files = [*self.folder.iterdir()] if self.folder.is_dir() else []
        for file in files:
            file.unlink()
        return len(files)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256

    def _write(self, sha256: str, content: bytes) -> None:
        """Write a content whole or not at all."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        place = self._place(sha256)
        if place.exists() and place.read_bytes() == content:
            return
        draft = place.with_name(f"{secrets.token_hex(8)}.part")
        try:
            with _private(draft) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)


def _private(path: Path) -> BinaryIO:
    """A new file that its owner alone may read; it never follows a link, and never replaces anything."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
