"""The record's secret key, in a file of its own that only its owner may read."""

import os
from pathlib import Path

from comitia.record.note import Signer
from comitia.rules import rule
from comitia.texts import N_

LONGEST = 4_096
"""Bytes that are read of a key's file, far more than a key has: the path may be that of a device without an end."""

EXISTS = rule(
    "record.key-exists",
    says=N_("A secret key is never overwritten."),
    refusal=N_("{place} exists already"),
    cure=N_("choose another place for the key"),
)
UNREADABLE = rule(
    "record.key-file",
    says=N_("The secret key lies in a file that the office can read and write."),
    refusal=N_("the key file {place} cannot be used: {fault}"),
    cure=N_("check the path and the permissions"),
)


def create_key(path: Path, name: str) -> Signer:
    """Make a key of that name and write it to a new file, readable by its owner alone.

    Raises RuleBroken ``record.key-name``, ``record.key-exists``, ``record.key-file``.
    """
    signer = Signer.new(name)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(signer.secret() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise EXISTS.broken(place=str(path)) from None
    except OSError as error:
        raise UNREADABLE.broken(place=str(path), fault=error.strerror or "") from None
    return signer


def read_key(path: Path) -> Signer:
    """The key in a file. Raises RuleBroken ``record.secret-key``, ``record.key-file``."""
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST).decode(errors="replace")
    except OSError as error:
        raise UNREADABLE.broken(place=str(path), fault=error.strerror or "") from None
    return Signer.parse(text.removesuffix("\n"))
