"""Values of a TOML file become the charter's structs; everything that does not fit is found, not only the first.

msgspec knows the shape of the structs but stops at the first fault, so its description of them is walked here.
"""

from typing import Any

from msgspec import NODEFAULT, inspect

from comitia.charter import values
from comitia.charter.finding import Finding, dotted
from comitia.charter.model import Charter
from comitia.charter.places import Path
from comitia.rules import Rule, RuleBroken, rule
from comitia.texts import N_

UNKNOWN_KEY = rule(
    "charter.unknown-key",
    says=N_("A charter has no keys but those that this programme knows."),
    refusal=N_("there is no key {key}"),
    cure=N_("remove it, or write one of: {known}"),
)
MISSING_KEY = rule(
    "charter.missing-key",
    says=N_("A charter has every key that has no default."),
    refusal=N_("{key} is missing"),
    cure=N_("add it"),
)
TABLE = rule(
    "charter.table",
    says=N_("What has keys of its own is a table."),
    refusal=N_("{key} is {value}, and must be a table"),
    cure=N_("write its keys below a header in square brackets, or between curly brackets"),
)
LIST = rule(
    "charter.list",
    says=N_("What there can be several of is a list."),
    refusal=N_("{key} is {value}, and must be a list"),
    cure=N_("put it in square brackets, or write a header in double square brackets above each table of the list"),
)


def read(document: dict[str, Any]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Read a charter from the values of its file: the keys that are sound, by name, and all that was found wrong.

    A key that may be left out has its default then. A key with a fault anywhere inside is not among the sound ones.
    """
    return _keys(inspect.type_info(Charter), document, ())


class _Unreadable(Exception):
    """A value that does not fit, with all that is wrong with it and inside it."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings


def _keys(kind: Any, table: dict[str, Any], path: Path) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The keys of one table that are sound, and what is wrong with the table."""
    sound: dict[str, Any] = {}
    findings: list[Finding] = []
    for field in kind.fields:
        at = (*path, field.name)
        if field.name in table:
            try:
                sound[field.name] = _value(field.type, table[field.name], at)
            except _Unreadable as unreadable:
                findings += unreadable.findings
        elif field.required:
            findings.append(Finding(at, MISSING_KEY.broken(key=dotted(at))))
        else:
            sound[field.name] = field.default_factory() if field.default is NODEFAULT else field.default
    known = [field.name for field in kind.fields]
    for at in ((*path, name) for name in table if name not in known):
        findings.append(Finding(at, UNKNOWN_KEY.broken(key=dotted(at), known=", ".join(known))))
    return sound, tuple(findings)


def _value(kind: inspect.Type, value: Any, path: Path) -> Any:
    """The value as the structs hold it. Raises _Unreadable."""
    match kind:
        case inspect.StructType():
            keys, findings = _keys(kind, _of(dict, value, path, TABLE), path)
            if findings:
                raise _Unreadable(*findings)
            return kind.cls(**keys)
        case inspect.DictType():
            table = _of(dict, value, path, TABLE)
            names = _each(kind.key_type, {(*path, name): name for name in table})
            return dict(zip(names, _each(kind.value_type, {(*path, name): table[name] for name in table}), strict=True))
        case inspect.VarTupleType():
            items = _of(list, value, path, LIST)
            return tuple(_each(kind.item_type, {(*path, number): item for number, item in enumerate(items)}))
        case inspect.UnionType():  # "or nothing", which a file says by leaving the key out
            return _value(kind.types[0], value, path)
    try:
        return _single(kind, value, dotted(path))
    except RuleBroken as broken:
        raise _Unreadable(Finding(path, broken)) from None


def _each(kind: inspect.Type, items: dict[Path, Any]) -> list[Any]:
    """Values of one kind. Raises _Unreadable with what is wrong with any of them."""
    read: list[Any] = []
    findings: list[Finding] = []
    for path, item in items.items():
        try:
            read.append(_value(kind, item, path))
        except _Unreadable as unreadable:
            findings += unreadable.findings
    if findings:
        raise _Unreadable(*findings)
    return read


def _of(kind: type, value: Any, path: Path, rule: Rule) -> Any:
    """The value, which has to be a table or a list. Raises _Unreadable."""
    if not isinstance(value, kind):
        raise _Unreadable(Finding(path, rule.broken(key=dotted(path), value=values.shown(value))))
    return value


def _single(kind: inspect.Type, value: Any, key: str) -> Any:
    """A value that has no parts. Raises RuleBroken."""
    single: Any
    match kind:
        case inspect.StrType(pattern=None):
            single = values.text(value, key)
        case inspect.StrType(pattern=str(pattern)):
            single = values.identifier(value, key, pattern)
        case inspect.IntType(ge=int(least), le=int(most)):
            single = values.whole_number(value, key, least, most)
        case inspect.DateType():
            single = values.day(value, key)
        case inspect.BoolType():
            single = values.yes_or_no(value, key)
        case inspect.LiteralType(values=words):
            single = values.choice(value, key, [str(word) for word in words])
        case _:  # the only other kind in the structs is Fraction
            single = values.ratio(value, key)
    return single
