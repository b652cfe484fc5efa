"""Sealed parts: the record commits to a name or a text; the content lies apart, to be shown or erased alone."""

import hmac
import re
import secrets

import msgspec

from comitia.record.canonical import in_utf8
from comitia.rules import rule
from comitia.texts import N_

PART = rule(
    "record.sealed-part",
    says=N_("A sealed part has a name of up to 64 ASCII letters, digits, dots, hyphens and underscores."),
    refusal=N_("a sealed part cannot be named {part}"),
    cure=N_("name it plainly, such as name or grounds"),
)
OPENING = rule(
    "record.opening",
    says=N_("What is shown as a sealed part fits its commitment on the record."),
    refusal=N_("the {part} that is shown is not what was sealed under {commitment}"),
    cure=N_("show the part with its own salt, unchanged; if it still does not fit, report it"),
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Opening(msgspec.Struct, frozen=True):
    """All that is needed to show one sealed part: ``commitment`` is on the record; ``salt`` is 32 random bytes."""

    commitment: str
    part: str
    salt: bytes
    content: str

    def verify(self) -> None:
        """Raises RuleBroken ``record.opening`` where this is not what the commitment was made for."""
        whole = _NAME.fullmatch(self.part) and len(self.salt) == 32
        if not whole or _commitment(self) != self.commitment:
            raise OPENING.broken(part=self.part, commitment=self.commitment)


def seal(part: str, content: str) -> Opening:
    """Seal a part with a salt of its own, so that who sees it learns nothing of any other.

    The commitment is HMAC-SHA256 with the salt as key over part, NUL, content, in UTF-8. Raises RuleBroken
    ``record.sealed-part`` and ``record.entry-text``.
    """
    if not _NAME.fullmatch(part):
        raise PART.broken(part=f"{part!a:.80}")
    draft = Opening("", part, secrets.token_bytes(32), content)
    return msgspec.structs.replace(draft, commitment=_commitment(draft))


def _commitment(opening: Opening) -> str:
    message = opening.part.encode() + b"\0" + in_utf8(opening.content, opening.part)
    return hmac.digest(opening.salt, message, "sha256").hex()
