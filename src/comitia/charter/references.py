"""Names within a charter: each thing has its own id and a name, and what refers to a thing names one that is there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import asdict

from comitia.charter.finding import Finding, dotted
from comitia.charter.model import Charter, Level, Named, Nomination, Quota, Round, Seats, Unit, Vetting
from comitia.charter.places import Path
from comitia.rules import rule
from comitia.texts import N_, Text

REPEATED_ID = rule(
    "charter.repeated-id",
    says=N_("Things of one list have different ids."),
    refusal=N_("{key}: the id {id} is used above already"),
    cure=N_("give each its own id"),
)
BLANK = rule(
    "charter.blank",
    says=N_("What people read has words in both languages."),
    refusal=N_("{key} is empty"),
    cure=N_("write it in the language of the key"),
)
REFERENCE = rule(
    "charter.reference",
    says=N_("What refers to a unit's kind, a group or a body names one that the charter has."),
    refusal=N_("{key} is {value}, which is not in {where}"),
    cure=N_("write one of these, or add it there: {known}"),
)
ROUND_LEVEL = rule(
    "charter.round-level",
    says=N_("A round is held by the organisations of a level below the unit, the first by the primary organisations."),
    refusal=N_("{key} is {level}, and this round can be held at: {known}"),
    cure=N_("write one of these; what the unit's own body decides is the shortlist"),
    sources=("CN-P-04",),
)
ASSUMED = rule(
    "charter.assumed",
    says=N_("The keys listed as assumed are keys of the charter."),
    refusal=N_("{key} names {value}, and the charter has no such key"),
    cure=N_("name a key with its tables, and a thing in a list by its id, as units.north.members"),
)


def things(path: Path, value: Any) -> Iterator[Finding]:
    """Ids that repeat and names that are blank, anywhere in a value of a charter."""
    match value:
        case Text():
            for language in ("en", "zh"):
                if not getattr(value, language).strip():
                    at = (*path, language)
                    yield Finding(at, BLANK.broken(key=dotted(at)))
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from things((*path, name), getattr(value, name))
        case tuple():
            seen: set[str] = set()
            for number, item in enumerate(value):
                yield from things((*path, number), item)
                id = getattr(item, "id", None)
                if id in seen:
                    yield Finding((*path, number, "id"), REPEATED_ID.broken(key=dotted((*path, number)), id=id))
                seen |= {id} if id else set()


def groups_exist(
    groups: tuple[Named, ...], units: tuple[Unit, ...], quotas: tuple[Quota, ...], vetting: Vetting
) -> Iterator[Finding]:
    """Quotas, checks, shares of the membership and delegates before are about groups of the charter."""
    known = [group.id for group in groups]
    for number, unit in enumerate(units):
        for group in unit.shares:
            yield from _among(("units", number, "shares", group), group, known, "groups")
        for place, group in enumerate(unit.last):
            yield from _among(("units", number, "last", place), group, known, "groups")
    for number, quota in enumerate(quotas):
        yield from _among(("quotas", number, "group"), quota.group, known, "groups")
    for number, check in enumerate(vetting.checks):
        if check.applies_to:
            yield from _among(("vetting", "checks", number, "applies_to"), check.applies_to, known, "groups")


def categories_exist(groups: tuple[Named, ...], seats: Seats) -> Iterator[Finding]:
    """The categories of the seats are groups of the charter."""
    known = [group.id for group in groups]
    for number, category in enumerate(seats.categories):
        yield from _among(("seats", "categories", number, "group"), category.group, known, "groups")


def kinds_exist(units: tuple[Unit, ...], quotas: tuple[Quota, ...]) -> Iterator[Finding]:
    """A quota for some kinds of units names kinds that there are."""
    known = sorted({unit.kind for unit in units})
    for number, quota in enumerate(quotas):
        for place, kind in enumerate(quota.kinds):
            yield from _among(("quotas", number, "kinds", place), kind, known, "units.kind")


def bodies_exist(vetting: Vetting) -> Iterator[Finding]:
    """Every check is a body's to answer, and so are consultations and appeals where the charter names one."""
    known = [body.id for body in vetting.bodies]
    for number, check in enumerate(vetting.checks):
        yield from _among(("vetting", "checks", number, "body"), check.body, known, "vetting.bodies")
    for path, body in ((("consult_by",), vetting.consult_by), (("veto", "appeal_to"), vetting.veto.appeal_to)):
        if body:
            yield from _among(("vetting", *path), body, known, "vetting.bodies")


def rounds_have_levels(nomination: Nomination, levels: tuple[Level, ...]) -> Iterator[Finding]:
    """Every round is some level's, and the first one that of the primary organisations."""
    for number, round in enumerate(nomination.rounds):
        known = [level.id for level in (levels[:-1] if number else levels[:1])]
        if round.level and round.level not in known:
            at = ("nomination", "rounds", number, "level")
            yield Finding(at, ROUND_LEVEL.broken(key=dotted(at), level=round.level, known=", ".join(known)))


def _among(path: Path, value: str, known: Iterable[str], where: str) -> Iterator[Finding]:
    if value not in known:
        broken = REFERENCE.broken(key=dotted(path), value=value, where=where, known=", ".join(known))
        yield Finding(path, broken)


def assumed_exist(sound: Mapping[str, Any]) -> Iterator[Finding]:
    """What is said to be assumed is there; ``sound`` are the charter's keys that could be read."""
    for number, name in enumerate(sound.get("assumed", ())):
        key = name.partition(".")[0]
        if not (key in Charter.__struct_fields__ and key not in sound) and not _leads_to(sound, name):
            at = ("assumed", number)
            yield Finding(at, ASSUMED.broken(key=dotted(at), value=name))


def _leads_to(value: Any, name: str) -> bool:
    """Whether a dotted name leads somewhere from a value: by its keys, or the ids of its list (which may have dots)."""
    parts: Mapping[str, Any] = {}
    match value:
        case msgspec.Struct():
            parts = asdict(value)
        case tuple():
            parts = {item.id: item for item in value if isinstance(item, Named | Round)}
        case Mapping():
            parts = value
    return name in parts or any(
        _leads_to(part, name.removeprefix(f"{key}.")) for key, part in parts.items() if name.startswith(f"{key}.")
    )


QUESTIONS = (groups_exist, categories_exist, kinds_exist, bodies_exist, rounds_have_levels)
