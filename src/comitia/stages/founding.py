"""Founding: the charter is adopted, officers are appointed, and the public seed for lots is recorded."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal, cast

from comitia.charter.agenda import STAGE_NAMES
from comitia.charter.file import from_record
from comitia.charter.model import Charter, Stage
from comitia.record.entry import Draft, Entry, Event, Id, IdOrNothing
from comitia.rules import rule
from comitia.stages.event import UnitEvent
from comitia.stages.form import act_of
from comitia.stages.intent import Act, Intent, UnitIntent
from comitia.stages.roles import ROLE_NAMES, Role, Scope, posts, scope_name, scopes
from comitia.texts import N_, Sentence

# --- entries ---------------------------------------------------------------------------------------------------------


class ElectionFounded(Event, frozen=True, tag="election.founded"):
    """The first entry. Its actor becomes the returning officer. ``charter`` is the whole charter, as adopted.

    ``rehearsal`` is 1 where the clock is not the real one: every document then says so.
    """

    charter: dict[str, Any]
    rehearsal: Literal[0, 1]


class OfficerAppointed(Event, frozen=True, tag="officer.appointed"):
    """``scope`` is a unit, an organisation, a vetting body, or empty for the whole election. Sealed part: ``name``."""

    officer: Id
    role: Role
    scope: Scope = ""


class OfficerDismissed(Event, frozen=True, tag="officer.dismissed"):
    """The officer no longer holds the role in that scope; what was done in it stands."""

    officer: Id
    role: Role
    scope: Scope = ""


class SeedRecorded(Event, frozen=True, tag="seed.recorded"):
    """The public seed of all lots, and how it came about (dice thrown in public, a lottery's numbers)."""

    seed: str
    source: str


class MarginPermitted(UnitEvent, frozen=True, tag="margin.permitted"):
    """A unit may go without contest: one returning officer records the higher body's permission, then another.

    ``node``: one organisation of the unit, whose list goes up as it is; empty where it is the unit and all of them.
    """

    authority: str
    node: IdOrNothing = ""


class WindowExtended(UnitEvent, frozen=True, tag="window.extended"):
    """A stage stays open longer in one unit: until ``closes``, a date, included."""

    stage: Id
    closes: str


# --- intents ---------------------------------------------------------------------------------------------------------


class Appoint(Intent, frozen=True, tag="officer.appoint"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    officer: Id
    role: Role
    scope: Scope = ""
    name: str = ""


class Dismiss(Intent, frozen=True, tag="officer.dismiss"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    officer: Id
    role: Role
    scope: Scope = ""


class RecordSeed(Intent, frozen=True, tag="seed.record"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    seed: str
    source: str


class PermitMargin(UnitIntent, frozen=True, tag="margin.permit"):
    """Let a unit, or one node of it, go without contest. It takes effect when two returning officers have asked."""

    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    authority: str
    node: IdOrNothing = ""


class ExtendWindow(UnitIntent, frozen=True, tag="window.extend"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    stage: Id
    closes: str


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class Permission:
    """The permission of a higher body that a unit, or a node, goes without contest, and who has recorded it."""

    authority: str
    signed_by: set[str] = field(default_factory=set)


@dataclass
class Founding:
    """The charter in force, who holds which role (officer, role, scope), the seed, permissions and extensions.

    Permissions are by unit and node, the node being empty where the unit as a whole is meant.
    """

    charter: Charter
    rehearsal: bool
    officers: set[tuple[str, str, str]] = field(default_factory=set)
    seed: str = ""
    permissions: dict[tuple[str, str], Permission] = field(default_factory=dict)
    extended: dict[tuple[str, str], str] = field(default_factory=dict)

    def holds(self, officer: str, role: str, scopes: Set[str]) -> bool:
        """Whether the officer has the role for the whole election or within one of the scopes."""
        return any((officer, role, scope) in self.officers for scope in {"", *scopes})

    def uncontested(self, unit: str) -> bool:
        """Whether the unit may go without contest: two people have recorded the permission."""
        return "" in self.permitted_nodes(unit)

    def permitted_nodes(self, unit: str) -> frozenset[str]:
        """The nodes of a unit that may go without contest; the unit as a whole is the empty text among them."""
        permitted = {place for place, permission in self.permissions.items() if len(permission.signed_by) >= 2}
        return frozenset(node for of, node in permitted if of == unit)


# --- rules and decisions ---------------------------------------------------------------------------------------------

ROLE = rule(
    "office.role",
    says=N_(
        "An act is done by an officer who holds a role for it, within the officer's own unit, organisation or body."
    ),
    refusal=N_("{officer} may not do this ({act}); who may: {posts}"),
    cure=N_("let {holders} act, or ask the returning officer to appoint {officer}"),
)
SCOPE = rule(
    "office.scope",
    says=N_("A role is held for a unit, an organisation, a vetting body, or the whole election."),
    refusal=N_("{scope} is no place where somebody can be {role}"),
    cure=N_("name one of: {known}"),
)
LAST_OFFICER = rule(
    "office.last-officer",
    says=N_("An election always has a returning officer."),
    refusal=N_("{officer} is the only returning officer"),
    cure=N_("appoint another one first"),
)
NOT_HELD = rule(
    "office.not-held",
    says=N_("Only a role that is held can be taken away."),
    refusal=N_("{officer} does not hold the role {role} for {scope}"),
    cure=N_("look at the roles with `comitia officer list`"),
)
SEED_ONCE = rule(
    "lot.seed",
    says=N_("The public seed of all lots is recorded once, before any lot is drawn."),
    refusal=N_("the seed was recorded already"),
    cure=N_("use the recorded seed; it cannot be changed"),
)
SEED_PLAIN = rule(
    "lot.seed-text",
    says=N_("The public seed is one line of text that anyone can type, with its source."),
    refusal=N_("{seed} cannot be a seed, or its source is not stated"),
    cure=N_("write what was thrown or drawn in ASCII letters, digits and signs on one line, and where it came from"),
)
UNKNOWN_UNIT = rule(
    "charter.unit",
    says=N_("An act names a unit of the charter."),
    refusal=N_("the charter has no unit {unit}"),
    cure=N_("use one of: {known}"),
)
TWICE = rule(
    "margin.two-signatures",
    says=N_("The permission to go without contest is recorded by two different people."),
    refusal=N_("{officer} has already recorded the permission for {place}"),
    cure=N_("let a second returning officer record it"),
    sources=("CN-P-03",),
)
AUTHORITY = rule(
    "margin.authority",
    says=N_("The permission to go without contest names the decision it rests on, the same one in both signatures."),
    refusal=N_("{place}: the permission names {named}, and the one recorded first names {recorded}"),
    cure=N_("name the higher body's decision, in the same words as the first signature"),
    sources=("CN-P-03",),
)
UNKNOWN_STAGE = rule(
    "calendar.stage",
    says=N_("A window that is extended is that of a stage."),
    refusal=N_("there is no stage {stage}"),
    cure=N_("use one of: {known}"),
)
EXTENSION = rule(
    "calendar.extension",
    says=N_("A window is extended to a later day, and never beyond the day on which the election has to be certified."),
    refusal=N_("{stage} cannot be extended to {closes}: it closes on {now}, and certification on {last}"),
    cure=N_("name a day after {now} and not after {last}"),
)


def permit(state: Founding, intent: Intent, act: Act) -> None:
    """Refuse the act of an officer without a role for it. Nobody may do anything unless a role says so."""
    if isinstance(intent, UnitIntent):
        known_unit(state.charter, intent.unit)
    allowing = [(role, scopes(role, intent, state.charter)) for role in intent.roles]
    if any(state.holds(act.actor, *post) for post in allowing):
        return
    able = {officer for officer, _, _ in state.officers if any(state.holds(officer, *post) for post in allowing)}
    holders = " / ".join(sorted(able)) or Sentence(N_("an officer with that role"))
    raise ROLE.broken(officer=act.actor, act=act_of(intent), posts=posts(intent, state.charter), holders=holders)


def known_unit(charter: Charter, unit: str) -> None:
    """Refuse a unit that the charter does not have."""
    if all(unit != known.id for known in charter.units):
        raise UNKNOWN_UNIT.broken(unit=unit, known=", ".join(known.id for known in charter.units))


def decide(intent: Intent, act: Act, state: Founding) -> list[Draft]:
    match intent:
        case Appoint():
            check_scope(state.charter, intent.role, intent.scope)
            sealed = {"name": intent.name} if intent.name else {}
            return [Draft(OfficerAppointed(intent.officer, intent.role, intent.scope), sealed)]
        case Dismiss():
            if (intent.officer, intent.role, intent.scope) not in state.officers:
                role = Sentence(ROLE_NAMES[intent.role])
                raise NOT_HELD.broken(officer=intent.officer, role=role, scope=scope_name(intent.scope))
            if intent.role == "returning_officer" and len(returning_officers(state)) == 1:
                raise LAST_OFFICER.broken(officer=intent.officer)
            return [Draft(OfficerDismissed(intent.officer, intent.role, intent.scope))]
        case RecordSeed():
            if state.seed:
                raise SEED_ONCE.broken()
            plain_seed(intent.seed, intent.source)
            return [Draft(SeedRecorded(intent.seed, intent.source))]
        case PermitMargin():
            return [Draft(permit_margin(intent, act, state))]
        case ExtendWindow():
            return [Draft(extend(intent, state))]
        case _:
            raise AssertionError(intent)


def plain_seed(seed: str, source: str) -> None:
    """Refuse a seed that not everybody can type, or that nobody knows the source of."""
    if not (seed.strip() and seed.isascii() and seed.isprintable() and source.strip()):
        raise SEED_PLAIN.broken(seed=repr(seed))


def returning_officers(state: Founding) -> set[str]:
    return {officer for officer, role, _ in state.officers if role == "returning_officer"}


def check_scope(charter: Charter, role: Role, scope: str) -> None:
    """Refuse a scope in which the role means nothing. An organisation is looked up when it files, not here."""
    places: dict[str, list[str]] = {
        "secretary": [unit.id for unit in charter.units],
        "scrutineer": [unit.id for unit in charter.units],
        "vetter": [body.id for body in charter.vetting.bodies],
        "filer": [scope],
    }
    known = places.get(role, [])
    if scope and scope not in known:
        name = Sentence(ROLE_NAMES[role])
        raise SCOPE.broken(scope=scope, role=name, known=scope_name(", ".join(known)))


def permit_margin(intent: PermitMargin, act: Act, state: Founding) -> MarginPermitted:
    place = intent.node or intent.unit
    recorded = state.permissions.get((intent.unit, intent.node), Permission(intent.authority))
    if act.actor in recorded.signed_by:
        raise TWICE.broken(officer=act.actor, place=place)
    if not intent.authority.strip() or intent.authority != recorded.authority:
        raise AUTHORITY.broken(place=place, named=repr(intent.authority), recorded=repr(recorded.authority))
    return MarginPermitted(intent.unit, intent.authority, intent.node)


def extend(intent: ExtendWindow, state: Founding) -> WindowExtended:
    windows: dict[str, str] = {window.stage: window.closes.isoformat() for window in state.charter.calendar.windows}
    if intent.stage not in windows:
        raise UNKNOWN_STAGE.broken(stage=intent.stage, known=", ".join(windows))
    now, last = state.extended.get((intent.unit, intent.stage), windows[intent.stage]), windows["certify"]
    if not is_day(intent.closes) or not now < intent.closes <= last:
        stage = Sentence(STAGE_NAMES[cast(Stage, intent.stage)])
        raise EXTENSION.broken(stage=stage, closes=intent.closes, now=now, last=last)
    return WindowExtended(intent.unit, intent.stage, intent.closes)


def is_day(text: str) -> bool:
    """Whether a text is a date as the record writes it, ``2021-11-18``, so that days compare as texts."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def found(event: ElectionFounded, entry: Entry) -> Founding:
    """The state after the first entry."""
    founder = (entry.actor, "returning_officer", "")
    return Founding(from_record(event.charter), bool(event.rehearsal), {founder})


def apply(state: Founding, event: Event, entry: Entry) -> None:
    match event:
        case OfficerAppointed():
            state.officers.add((event.officer, event.role, event.scope))
        case OfficerDismissed():
            state.officers.discard((event.officer, event.role, event.scope))
        case SeedRecorded():
            state.seed = event.seed
        case MarginPermitted():
            permission = state.permissions.setdefault((event.unit, event.node), Permission(event.authority))
            permission.signed_by.add(entry.actor)
        case WindowExtended():
            state.extended[event.unit, event.stage] = event.closes
