"""An entry as bytes, in one way only: canonical JSON (RFC 8785), kept canonical by a grammar narrower than JSON.

Keys are ASCII, so that sorting by code point and by UTF-16 unit agree; numbers are whole and below 2**53, so that
every reader of JSON reads the same; strings are in Unicode's Normal Form C, so that a name typed on two keyboards is
one name.
"""

import re
import reprlib
import unicodedata
from datetime import datetime
from typing import Any

import msgspec

from comitia.record.entry import LONGEST, SIZE, Entry
from comitia.rules import rule
from comitia.texts import N_, Sentence

LIMIT = 2**53
DEEPEST = 32

VALUE = rule(
    "record.entry-value",
    says=N_("An entry is made of texts, whole numbers below 2^53, lists and tables, nested at most 32 deep."),
    refusal=N_("{place} of a {kind} entry is {found}, which no entry may hold"),
    cure=N_("write a ratio as text, such as 3/20, and leave out what is empty"),
)
KEY = rule(
    "record.entry-key",
    says=N_("The keys of an entry are ASCII."),
    refusal=N_("{place} of a {kind} entry has the key {key}, which is not ASCII text"),
    cure=N_("name it in the letters A to Z, digits and signs of ASCII"),
)
TEXT = rule(
    "record.entry-text",
    says=N_("Every text is valid Unicode."),
    refusal=N_("{place} has half a character (a lone surrogate) at position {position}"),
    cure=N_("type the text anew, or read its file in the encoding it was written in"),
)
TIME = rule(
    "record.entry-time",
    says=N_("An entry is dated in UTC, to the second: 2021-11-18T01:00:00Z."),
    refusal=N_("{time} is no date and time in UTC"),
    cure=N_("write it as 2021-11-18T01:00:00Z"),
)
FORM = rule(
    "record.entry-form",
    says=N_("An entry has a kind, a time in UTC, an actor and a body, and stands on the record as canonical JSON."),
    refusal=N_("these {size} bytes are no entry in canonical JSON: {fault}"),
    cure=N_("take the entry from the record as it stands, byte for byte"),
)

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_writer = msgspec.json.Encoder(order="sorted")
_reader = msgspec.json.Decoder(Entry)


def encode(entry: Entry) -> bytes:
    """The leaf that stands for the entry: canonical JSON in UTF-8, its strings put into Normal Form C.

    Raises RuleBroken (``record.entry-...``) where the entry holds what the grammar has no place for.
    """
    leaf = _canonical(entry)
    _parsed(leaf)
    return leaf


def decode(leaf: bytes) -> Entry:
    """The entry that a leaf stands for. Raises RuleBroken unless the bytes are exactly what ``encode`` gives for it."""
    if len(leaf) > LONGEST:
        raise SIZE.broken(size=len(leaf), longest=LONGEST)
    entry = _parsed(leaf)
    if _canonical(entry) != leaf:
        raise FORM.broken(size=len(leaf), fault=Sentence(N_("it is written in another way")))
    return entry


def _canonical(entry: Entry) -> bytes:
    plain = {
        "kind": plain_text(entry.kind, "kind"),
        "time": _time(entry.time),
        "actor": plain_text(entry.actor, "actor"),
        "body": _normal(entry.body, "body", entry.kind, 1),
    }
    if entry.sealed:
        plain["sealed"] = _normal(entry.sealed, "sealed", entry.kind, 1)
    leaf = _writer.encode(plain)
    if len(leaf) > LONGEST:
        raise SIZE.broken(size=len(leaf), longest=LONGEST)
    return leaf


def _parsed(leaf: bytes) -> Entry:
    try:
        return _reader.decode(leaf)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FORM.broken(size=len(leaf), fault=str(error)) from None


def _normal(value: Any, place: str, kind: str, depth: int) -> Any:
    match value:
        case str():
            return plain_text(value, place)
        case int() if type(value) is int and -LIMIT < value < LIMIT:
            return value
        case dict() if depth <= DEEPEST:
            return {_key(key, place, kind): _normal(value[key], f"{place}.{key}", kind, depth + 1) for key in value}
        case list() | tuple() if depth <= DEEPEST:
            return [_normal(item, f"{place}.{number}", kind, depth + 1) for number, item in enumerate(value)]
    raise VALUE.broken(place=place, kind=kind, found=f"{type(value).__name__} {reprlib.repr(value)}")


def _time(time: str) -> str:
    try:
        datetime.fromisoformat(time)
    except ValueError:
        raise TIME.broken(time=f"{time!a:.40}") from None
    if not _TIME.fullmatch(time):
        raise TIME.broken(time=f"{time!a:.40}")
    return time


def _key(key: Any, place: str, kind: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise KEY.broken(place=place, kind=kind, key=ascii(key))
    return key


def plain_text(text: str, place: str) -> str:
    """The text in Normal Form C. Raises RuleBroken ``record.entry-text`` where it is not valid Unicode."""
    if text.isascii():
        return text
    in_utf8(text, place)
    return unicodedata.normalize("NFC", text)


def in_utf8(text: str, place: str) -> bytes:
    """The text's bytes. Raises RuleBroken ``record.entry-text`` where it is not valid Unicode."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise TEXT.broken(place=place, position=error.start + 1) from None
