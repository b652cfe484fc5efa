"""The charter as a file that people write, and as it stands on the record."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from comitia.charter import shape
from comitia.charter.check import check_keys
from comitia.charter.finding import Finding
from comitia.charter.model import Charter
from comitia.charter.places import Place, Places
from comitia.charter.shipped import shipped
from comitia.charter.syntax import read_toml, reading_order
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_

UNREADABLE = rule(
    "charter.unreadable",
    says=N_("A charter is a file that can be read."),
    refusal=N_("the file cannot be read: {reason}"),
    cure=N_("give the path of a charter, a TOML file, or the name of a shipped one: {known}"),
)
TOO_LARGE = rule(
    "charter.too-large",
    says=N_("A charter has at most 250,000 bytes."),
    refusal=N_("the file has more than {most} bytes"),
    cure=N_("give the path of a charter, a TOML file"),
)
ENCODING = rule(
    "charter.encoding",
    says=N_("A charter is written in UTF-8."),
    refusal=N_("the byte {byte} is not UTF-8"),
    cure=N_("save the file as UTF-8 (an editor may call its present encoding GBK, GB18030, UTF-16 or Windows-1252)"),
)
EMPTY = rule(
    "charter.empty",
    says=N_("A charter says something."),
    refusal=N_("the file is empty"),
    cure=N_("begin with a copy of one of the shipped charters"),
)
MOST_BYTES = 250_000
"""Far more than an entry of the record can hold (65,535 bytes), comments and all."""


def load(path: Path) -> Charter:
    """Read a charter from a file. Raises RulesBroken with all that is wrong with it, each fault at its line and column.

    The file is UTF-8, with or without a byte order mark.
    """
    name = path.name or str(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RulesBroken((Fault(UNREADABLE, {"reason": reason, "known": ", ".join(shipped())}, name),)) from None
    if len(content) > MOST_BYTES:
        raise RulesBroken((Fault(TOO_LARGE, {"most": MOST_BYTES}, name),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, column = _place_of_byte(error.object, error.start)
        fault = Fault(ENCODING, {"byte": f"0x{error.object[error.start]:02X}"}, name, row, column)
        raise RulesBroken((fault,)) from None
    return loads(text, name)


def loads(text: str, name: str) -> Charter:
    """Read a charter from a text; ``name`` is the file's, for the faults. Raises RulesBroken as ``load``."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise RulesBroken((Fault(EMPTY, {}, name),))
    document, where = read_toml(text, name)
    sound, unreadable = shape.read(document)
    findings = (*unreadable, *check_keys(sound))
    if findings:
        raise RulesBroken(tuple(sorted((_fault(finding, name, where) for finding in findings), key=reading_order)))
    return Charter(**sound)


def to_record(charter: Charter) -> dict[str, Any]:
    """The charter as it stands on the record: integers, texts, lists and objects. What has its default is left out."""
    record: dict[str, Any] = _plain(charter)
    return record


def from_record(record: dict[str, Any]) -> Charter:
    """The charter that a record holds: the inverse of ``to_record``, for what ``to_record`` wrote."""
    # "Not strict" reads 1 as true. It would read "1" as a number too, which no charter that was loaded has written.
    return msgspec.convert(record, Charter, strict=False, dec_hook=lambda kind, written: Fraction(written))


def _plain(value: Any) -> Any:
    match value:
        case msgspec.Struct():
            fields = msgspec.structs.fields(value)
            return {
                field.name: _plain(part) for field in fields if (part := getattr(value, field.name)) != _default(field)
            }
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case tuple():
            return [_plain(part) for part in value]
        case bool():
            return int(value)
        case Fraction() | date():
            return str(value)
        case _:
            return value


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default_factory() if callable(field.default_factory) else field.default


def _fault(finding: Finding, name: str, where: Places) -> Fault:
    return Fault(finding.broken.rule, finding.broken.parameters, name, *where.of(finding.path))


def _place_of_byte(content: bytes, position: int) -> Place:
    before = content[:position].removeprefix(b"\xef\xbb\xbf")
    line = before[before.rfind(b"\n") + 1 :]
    return Place(before.count(b"\n") + 1, len(line.decode()) + 1)
