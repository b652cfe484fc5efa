"""Values on the record, read by the grammar: strictly typed, or refused. An unknown field is as wrong as none."""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from importlib.resources import files
from types import SimpleNamespace
from typing import Any, NamedTuple, NoReturn

from comitia_verify.findings import Wrong, must

LIMIT = 2**53
ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
HASH = r"[0-9a-f]{64}"
DAY = r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"  # adding days to these never leaves the calendar
ROLES = "returning_officer|secretary|filer|vetter|scrutineer|credentials|certifier"
NUMBERS = {
    "count": (0, LIMIT - 1),
    "positive": (1, LIMIT - 1),
    "several": (2, LIMIT - 1),
    "days": (1, 36_525),
    "flag": (0, 1),
    "figure": (0, LIMIT - 1),  # may be 0, and that is not the same as none
}
TEXTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "id": (ID, str),
    "place": (f"({ID})?", str),
    "hash": (HASH, str),
    "text": (".*", str),
    "role": (ROLES, str),
    "day": (DAY, date.fromisoformat),
    "moment": (DAY + "T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", datetime.fromisoformat),
    "number": ("[0-9]{1,400}", int),
    "ratio": ("[0-9]{1,400}(/[0-9]{1,400})?", Fraction),
    "price": ("-?[0-9]{1,400}(/[0-9]{1,400})?", Fraction),
}


class Field(NamedTuple):
    """A field's shape, and what it is where it is left out; ``needed`` where it cannot be."""

    spec: str
    needed: bool
    default: Any


class Kind(NamedTuple):
    """How an entry of a kind looks, who may write it, and in the window of which stage (``late``: also after it).

    ``sealed`` are the parts that it may have, ``needed`` those that it must have.
    """

    roles: list[str]
    stage: str
    late: bool
    body: dict[str, Field]
    sealed: set[str]
    needed: set[str]


def canonical(data: bytes) -> Any:
    """The value of canonical JSON (RFC 8785, whole numbers, NFC): any other way of writing it is refused."""
    try:
        text = data.decode()
        value = json.loads(text, parse_int=_whole, parse_float=_refused, parse_constant=_refused)
        again = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    except (ValueError, RecursionError):
        raise Wrong("this is not canonical JSON") from None
    must(again == text and unicodedata.is_normalized("NFC", text), "this is not canonical JSON")
    return value


def _whole(digits: str) -> int:
    return int(digits) if len(digits) < 18 else _refused(digits)


def _refused(_: str) -> NoReturn:
    raise ValueError


def read(spec: str, value: Any, at: str) -> Any:
    """The value at ``at``, as a word of the grammar has it. Raises Wrong."""
    if spec == "any":
        return value
    if spec in STRUCTS:
        return struct(STRUCTS[spec], value, at)
    if spec.startswith("table("):
        table = struct(STRUCTS["table"], value, at)
        *columns, last = spec[6:-1].split(",")
        _fit(table.columns in ((*columns, last.strip("?")), (*columns,) * last.endswith("?")), at)
        return table
    if spec in NUMBERS:
        least, most = NUMBERS[spec]
        _fit(type(value) is int and least <= value <= most, at)
        return value
    if spec[-1] in "*+":
        _fit(type(value) is list, at)
        items = tuple(read(spec[:-1], item, f"{at}.{place}") for place, item in enumerate(value))
        _fit(spec[-1] == "+" or len(set(map(_id, items))) == len(items), at)
        return items
    if spec[0] == "(":
        parts = spec[1:-1].split(",")
        _fit(type(value) is list and len(value) == len(parts), at)
        return tuple(read(part, item, at) for part, item in zip(parts, value, strict=True))
    if spec[0] == "{":
        key, _, item = spec[1:-1].partition(":")
        _fit(type(value) is dict, at)
        return {read(key, name, at): read(item, each, f"{at}.{name}") for name, each in value.items()}
    _fit(type(value) is str, at)
    if spec not in TEXTS:
        _fit(value in spec.split("|"), at)
        return value
    pattern, made = TEXTS[spec]
    _fit(re.fullmatch(pattern, value, re.DOTALL), at)
    try:
        return made(value)
    except (ValueError, ZeroDivisionError):  # the 30th of February, or 1/0
        return _fit(False, at)


def _fit(good: object, at: str) -> None:
    must(good, "{at} is not what it has to be", at=at)


def _id(item: Any) -> Any:
    """What tells the items of a list apart."""
    if isinstance(item, SimpleNamespace):
        return getattr(item, "id", None) or item.stage
    return item[0] if isinstance(item, tuple) else item


def struct(fields: dict[str, Field], value: Any, at: str) -> Any:
    """An object with these fields and no others. Raises Wrong."""
    _fit(type(value) is dict, at)
    needed = {name for name, field in fields.items() if field.needed}
    for name in (value.keys() - fields.keys()) | (needed - value.keys()):
        raise Wrong("{at} has an unknown field, or lacks one: {name}", at=at, name=name)
    present = {name: read(fields[name].spec, item, f"{at}.{name}") for name, item in value.items()}
    for name, item in present.items():
        must(fields[name].needed or item != fields[name].default, "{at}.{name} is to be left out", at=at, name=name)
    return SimpleNamespace(**{name: field.default for name, field in fields.items()} | present)


def _fields(words: list[str]) -> dict[str, Field]:
    """The fields ``name=shape``, with ``?`` or ``~default`` after the shape where they may be left out."""
    fields = {}
    for name, _, word in (word.partition("=") for word in words):
        spec, given, default = word.removesuffix("?").partition("~")
        empty: Any = {"count": 0, "flag": 0, "text": "", "id": "", "*": (), "+": (), "}": {}}
        value = empty.get(spec, empty.get(spec[-1]))
        if spec in STRUCTS and word.endswith("?"):
            value = struct(STRUCTS[spec], {}, name)
        if given:
            value = int(default) if spec in NUMBERS else default.split(",") if spec[-1] == "*" else default
            value = read(spec, value, name)
        fields[name] = Field(spec, not given and not word.endswith("?"), value)
    return fields


STRUCTS: dict[str, dict[str, Field]] = {}
KINDS: dict[str, Kind] = {}
GRAMMAR = (files("comitia_verify") / "grammar.txt").read_text("utf-8")
for line in re.sub("\n +", " ", GRAMMAR).splitlines():  # what is indented goes on from the line above
    public, _, parts = line.partition(" / ")
    name, *words = public.split() or ["#"]
    if "." not in name and name != "#":
        STRUCTS[name] = _fields(words)
    elif name != "#":
        sealed = set(parts.replace("?", "").split(",")) - {""}
        needed = {part for part in sealed if f"{part}?" not in parts}
        roles, stage, *words = words
        KINDS[name] = Kind(roles.split(","), stage.strip("->"), stage.endswith(">"), _fields(words), sealed, needed)
