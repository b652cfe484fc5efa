"""Signed notes (C2SP signed-note v1.0.0): a text, and under it who signed it, with Ed25519 (signature type 0x01).

Nothing is read leniently: where the standard knows one way to write a thing, any other is refused.
"""

import binascii
import re
from base64 import b64decode, b64encode
from hashlib import sha256

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from comitia.rules import rule
from comitia.texts import N_

ED25519 = b"\x01"
MOST_SIGNATURES = 100

NAME = rule(
    "record.key-name",
    says=N_("The name of a key has neither spaces, nor control characters, nor a plus sign, and is not empty."),
    refusal=N_("a key cannot be named {name}"),
    cure=N_("name it like an address, such as comitia/congress-20"),
)
VERIFIER = rule(
    "record.verifier-key",
    says=N_("A verifier key is name, plus, 8 hexadecimal digits, plus, Base64 of an Ed25519 public key."),
    refusal=N_("{key} is no verifier key, or was changed"),
    cure=N_("take the verifier key from whoever runs the record, as one line"),
)
SECRET = rule(
    "record.secret-key",
    says=N_("A secret key is PRIVATE+KEY, plus, name, plus, 8 hexadecimal digits, plus, Base64 of an Ed25519 seed."),
    refusal=N_("this is no secret key, or it was changed"),
    cure=N_("give the file that was made when the record was created"),
)
NOTE = rule(
    "record.note",
    says=N_("A signed note is a text that ends in a line feed, an empty line, and lines of signatures."),
    refusal=N_("line {line} of the signed note is not as the standard has it"),
    cure=N_("take the signed note as it was published, byte for byte"),
)
SIGNATURE = rule(
    "record.signature",
    says=N_("Every signature by a known key fits the text."),
    refusal=N_("the signature by {name} does not fit the text: one of them was changed"),
    cure=N_("take the signed note as it was published; if it still does not fit, report it"),
)
UNSIGNED = rule(
    "record.unsigned",
    says=N_("A note counts only if the key that is asked for has signed it."),
    refusal=N_("the note is signed by {signers}, and not by {name} with this key"),
    cure=N_("check which record the note and the key belong to"),
)

_KEY = re.compile(r"(?P<name>[^+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")
_SIGNATURE = re.compile(r"— (?P<name>\S+) (?P<signature>[A-Za-z0-9+/=]+)")


class VerifierKey(msgspec.Struct, frozen=True):
    """The public half of a key: what anyone needs to verify what it signed. ``public`` is 32 bytes (RFC 8032)."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """The key as it is written in one line (vkey). Raises RuleBroken ``record.verifier-key``."""
        parts = _KEY.fullmatch(text)
        octets = unbase64(parts["key"]) if parts else None
        if parts is None or octets is None or len(octets) != 33 or not is_name(parts["name"]):
            raise VERIFIER.broken(key=f"{text!r:.80}")
        key = cls(parts["name"], octets[1:])
        if str(key) != text:
            raise VERIFIER.broken(key=f"{text!r:.80}")
        return key


class Signer:
    """A secret key, with its name."""

    def __init__(self, name: str, secret: SigningKey) -> None:
        if not is_name(name):
            raise NAME.broken(name=ascii(name))
        self._secret = secret
        self.key = VerifierKey(name, secret.verify_key.encode())

    @classmethod
    def new(cls, name: str) -> "Signer":
        """A key out of the system's randomness. Raises RuleBroken ``record.key-name``."""
        return cls(name, SigningKey.generate())

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """The key as ``secret`` writes it. Raises RuleBroken ``record.secret-key``, which never repeats the text."""
        parts = _KEY.fullmatch(text.removeprefix("PRIVATE+KEY+"))
        octets = unbase64(parts["key"]) if parts else None
        if parts is None or octets is None or len(octets) != 33 or not is_name(parts["name"]):
            raise SECRET.broken()
        signer = cls(parts["name"], SigningKey(octets[1:]))
        if signer.secret() != text:
            raise SECRET.broken()
        return signer

    def secret(self) -> str:
        """The secret key in one line (skey), as the programs of this ecosystem keep it."""
        return f"PRIVATE+KEY+{self.key.name}+{self.key.id.hex()}+{_base64(ED25519 + self._secret.encode())}"

    def sign(self, text: str) -> str:
        """The text as a note signed by this key. Raises ValueError where the text cannot be that of a note."""
        if not is_text(text):
            raise ValueError("a note's text ends in a line feed and has no other control characters")
        signature = self._secret.sign(text.encode()).signature
        return f"{text}\n— {self.key.name} {_base64(self.key.id + signature)}\n"


def open_note(note: str, key: VerifierKey) -> str:
    """The text of a note that the key has signed; it must be ignored unless this returns.

    Raises RuleBroken: ``record.note`` (not a note), ``record.signature`` (a signature by the key that does not fit; it
    makes the whole note void), ``record.unsigned`` (none by this key). Signatures by other keys are passed over.
    """
    text, signatures = _split(note)
    ours = [signature for name, id, signature in signatures if (name, id) == (key.name, key.id)]
    if not ours:
        raise UNSIGNED.broken(name=key.name, signers=", ".join(name for name, _, _ in signatures))
    for signature in ours:
        try:
            VerifyKey(key.public).verify(text.encode(), signature)
        except (BadSignatureError, ValueError):
            raise SIGNATURE.broken(name=key.name) from None
    return text


def _split(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """The text, and each signature: name, key id, signature proper. The last empty line parts them."""
    text, parting, below = note.rpartition("\n\n")
    text += "\n"
    lines = below.split("\n")
    if not parting or lines.pop() or not lines or len(lines) > MOST_SIGNATURES or not is_text(text):
        raise NOTE.broken(line=_first_bad_line(note))
    signatures = []
    for number, line in enumerate(lines, start=text.count("\n") + 2):
        parts = _SIGNATURE.fullmatch(line)
        octets = unbase64(parts["signature"]) if parts else None
        if parts is None or octets is None or len(octets) < 5 or not is_name(parts["name"]):
            raise NOTE.broken(line=number)
        signatures.append((parts["name"], octets[:4], octets[4:]))
    return text, signatures


def _first_bad_line(note: str) -> int:
    """The line with the first control character; the last line where there is none."""
    for number, line in enumerate(note.split("\n"), start=1):
        if not is_text(line + "\n"):
            return number
    return note.count("\n") + 1


def is_name(name: str) -> bool:
    """Whether a key may have this name: not empty, no spaces of any script, no control characters, no plus."""
    return bool(name) and "+" not in name and not re.search(r"\s", name) and is_text(name + "\n")


def is_text(text: str) -> bool:
    """Whether this can be a note's text: valid Unicode, the last line ended, no control characters but line feeds."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return text.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", text)


def unbase64(text: str) -> bytes | None:
    """The bytes of standard Base64 (RFC 4648 section 4), or None where it is written in any other way."""
    try:
        octets = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return octets if _base64(octets) == text else None


def _base64(octets: bytes) -> str:
    return b64encode(octets).decode()
