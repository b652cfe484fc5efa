"""The charter as data. One struct for each table of the TOML file; ``docs/charter.md`` explains every key to a reader.

Ratios are exact: ``"15 %"``, ``"1/3"`` or ``"3"`` in the file, a Fraction here, ``"3/20"`` on the record.
Dates are those of the charter's own time zone.
"""

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

import msgspec

from comitia.texts import Text

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,31}\Z")]
LARGEST = 2**53 - 1
"""The largest number that every reader of JSON holds exactly."""

Positive = Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]
Natural = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
Days = Annotated[int, msgspec.Meta(ge=1, le=36_525)]
"""A number of days, up to a hundred years."""

Several = Annotated[int, msgspec.Meta(ge=2, le=LARGEST)]
"""A number of people where one is never enough."""

Stage = Literal["nominate", "vet", "notice", "shortlist", "poll", "credentials", "certify"]
STAGES: tuple[Stage, ...] = ("nominate", "vet", "notice", "shortlist", "poll", "credentials", "certify")


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every table of a charter has in common: it never changes, and an unknown key is an error."""


class Named(Plan, frozen=True):
    """A thing with an id that the record uses and a name that people read."""

    id: Id
    name: Text


class Unit(Named, frozen=True):
    """An electoral unit. ``members``, ``organisations`` and ``figures`` are official figures, by which seats are split.

    ``shares`` gives the part of the unit's members who belong to a group, where a quota is relative to the membership.
    ``seats`` above 0 are fixed by the charter, and the unit is then outside the apportionment. ``base``, ``minimum``
    and ``maximum`` stand in the place of the general ones. ``last``: the groups of the delegate before, where a quota
    rotates in a unit of one seat.
    """

    members: Positive
    kind: Id = "unit"
    organisations: Natural = 0
    seats: Natural = 0
    shares: dict[Id, Fraction] = {}
    last: tuple[Id, ...] = ()
    figures: dict[Id, Natural] = {}
    base: Natural | None = None
    minimum: Natural | None = None
    maximum: Positive | None = None


Method = Literal["hamilton", "droop", "adams", "dean", "huntington-hill", "webster", "jefferson"]
"""``hamilton`` and ``droop`` are largest remainder with the Hare and the Droop quota, the others divisor methods."""


class Part(Named, frozen=True):
    """Some of the seats, split by a basis of their own: ``members``, ``organisations``, or a key of units' ``figures``.

    They are so many ``seats``, or a ``share`` of what fixed and base seats leave; ``method`` is the general one unless
    it is named.
    """

    basis: Id
    seats: Natural = 0
    share: Fraction | None = None
    method: Method | None = None


class Step(Plan, frozen=True):
    """A step of a table: so many seats for a unit of ``up_to`` members; the last step may be open above."""

    seats: Positive
    up_to: Positive | None = None


class Category(Plan, frozen=True):
    """So many of the seats, over all units, are for a group."""

    group: Id
    seats: Positive


class Seats(Plan, frozen=True):
    """How many seats there are and how they go to the units: those that the charter fixes, base seats, and the rest.

    The rest is one part by members, or ``parts``; under ``steps`` the step table gives it, under ``fixed`` there is
    none. ``minimum`` and ``maximum`` bound a unit's base and apportioned seats together, where there is one part only.
    A tie is settled by ``lot`` from the recorded public seed, or by a recorded ``decision``, never by the order of a
    file. ``by_members_at_least`` and ``ex_officio_at_most`` (a ratio of all who may vote: the ``total`` and the
    ``ex_officio``) only check the charter itself. ``categories`` split every unit's seats by group, biproportionally.
    """

    total: Positive
    method: Literal["hamilton", "droop", "adams", "dean", "huntington-hill", "webster", "jefferson", "steps", "fixed"]
    minimum: Natural = 0
    maximum: Positive | None = None
    base: Natural = 0
    parts: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = ()
    by_members_at_least: Fraction | None = None
    tie: Literal["lot", "decision"] = "lot"
    ex_officio: Natural = 0
    ex_officio_at_most: Fraction | None = None
    categories: tuple[Category, ...] = ()


class Margin(Plan, frozen=True):
    """A contested step: (candidates - seats) / seats must be ``more_than`` a ratio, or ``at_least`` one.

    ``base``: ``seats`` counts everybody; ``contested`` leaves nominees placed by a higher body, and their seats, out.
    """

    more_than: Fraction | None = None
    at_least: Fraction | None = None
    base: Literal["seats", "contested"] = "seats"


class Level(Named, frozen=True):
    """A level of the tree of organisations, listed from the primary organisation upward; the last is the unit.

    ``list`` limits the nominees who go up from one node of the level: at most so many times the unit's seats, rounded
    up. The primary level has none: every nominee of a primary organisation goes up. Ties at the cut go up together.
    ``places`` are those that one node of the level recommends for, in times of the unit's seats, rounded up; its list
    goes up only with so many more nominees as ``margin`` asks, and is never cut below that.
    """

    list: Fraction | None = None
    places: Fraction | None = None
    margin: Margin | None = None


class Margins(Plan, frozen=True):
    """The margin at each contested step: those who are vetted, and those who stand on the ballot."""

    vetted: Margin
    ballot: Margin


class Round(Plan, frozen=True):
    """A nomination round: the organisations of a level file returns between two dates, both included.

    ``level`` is the primary organisations' where it is empty; at a higher one each organisation's own body deliberates
    on those who came up to it.
    """

    id: Id
    opens: date
    closes: date
    level: str = ""


class Nomination(Plan, frozen=True):
    """Who may be nominated, and what support means.

    ``rank_by`` orders nominees at every level: first by the first named, equals by the second. A nominee's withdrawal
    takes effect when so many different officers have recorded it as ``withdrawal_signatures`` says.
    """

    rounds: tuple[Round, ...]
    rank_by: tuple[Literal["organisations", "members"], ...] = ("organisations", "members")
    withdrawal_signatures: Positive = 1


class Check(Named, frozen=True):
    """A question that one body answers about each nominee; ``applies_to`` names a group, or is empty for everybody.

    ``applies_when``: ``always``, or about those only of whom a ``tip-off`` is recorded that can be checked.
    ``valid_days`` is how long a clear answer counts, 0 for ever.
    """

    body: Id
    applies_to: str = ""
    applies_when: Literal["always", "tip-off"] = "always"
    valid_days: Annotated[int, msgspec.Meta(ge=0, le=36_525)] = 0


class Veto(Plan, frozen=True):
    """An answer that ends a candidacy: on one of the ``grounds``, by so many ``deciders``, after a time to reply.

    ``evidence``: it takes a file that bears it out. ``appeal_to`` is the body that hears an appeal, within
    ``appeal_days`` of the review; without it there is none. ``working_days`` is about both periods.
    """

    grounds: tuple[Named, ...]
    deciders: Several = 2
    reply_days: Days = 5
    working_days: bool = False
    evidence: bool = False
    appeal_to: str = ""
    appeal_days: Days = 7


class Vetting(Plan, frozen=True):
    """The bodies that vet, what each is asked, the veto, and who else is heard about the nominees.

    Each group of ``consult`` is consulted about every nominee, at least ``consult_least`` times, by vetters of the body
    ``consult_by`` (empty: of any).
    """

    bodies: tuple[Named, ...]
    checks: tuple[Check, ...]
    veto: Veto
    consult: tuple[Named, ...] = ()
    consult_least: Positive = 1
    consult_by: str = ""


class Notice(Named, frozen=True):
    """A list that is made public for so many days, and has to be over and answered before a stage may open.

    ``answer_days``, of the same kind of day, is the time in which an objection is to be answered; 0 sets none.
    """

    before: Literal["vet", "shortlist", "poll"]
    days: Days
    working_days: bool = False
    answer_days: Annotated[int, msgspec.Meta(ge=0, le=36_525)] = 0


class Quota(Named, frozen=True):
    """A lower or upper limit for a group, among the candidates or among those elected, in units of some kinds.

    ``at_least`` and ``at_most`` are ratios of the places (rounded so that the ratio itself is met); ``at_least_count``
    is a number; ``above_membership`` asks for a share strictly greater than the group's share among the unit's members,
    and ``as_membership`` for at least that share. ``kinds`` empty means every unit. ``of`` says whose places:
    ``candidates`` limits the shortlist, ``elected`` reserves places in the count.

    ``whole`` is a ratio of all seats of the election: so many people of the group, rounded up, which are split over the
    units before the first shortlist. ``apportioned`` gives the group just the unit's seats of its category. ``zipped``
    makes the shortlist an ordered list, whose odd places are kept for the group and stay empty where nobody is left.

    It holds in units of ``from_seats`` seats or more. In a unit of one seat it holds as it stands (``strict``), not at
    all (``free``), or where the delegate before was not of the group (``rotate``). With ``advice`` it is not enforced:
    what it asks and what was reached is told.
    """

    group: Id
    of: Literal["candidates", "elected"] = "candidates"
    kinds: tuple[Id, ...] = ()
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    at_least_count: Natural = 0
    above_membership: bool = False
    as_membership: bool = False
    whole: Fraction | None = None
    apportioned: bool = False
    zipped: bool = False
    from_seats: Natural = 0
    single: Literal["strict", "rotate", "free"] = "strict"
    advice: bool = False


class Shortlisting(Plan, frozen=True):
    """How candidates are chosen from those who passed: what their support counts, and how much of it is enough.

    ``method``: by ``support``, or by a lottery among all who have enough of it: ``lottery-maximin`` makes the least
    chance as great as the quotas allow, ``lottery-leximin`` then the next least, and so on. ``ties``: which of several
    slates of equal support is chosen: that of the highest ``lots``, or by a ``lottery``, published before its draw.
    ``by``: the ``first`` figure of ``nomination.rank_by``; by ``rank``, the second too, where slates are equal in the
    first; or by ``shares``: the nominee's part of the organisations and of the members, which count ``organisations``
    and ``members`` times. Whoever is chosen has the support of more than ``organisations_more_than`` of the ones and of
    more than ``members_more_than`` of the others. ``base``: parts of all there are (``due``), or of those who took part
    (``present``).
    """

    by: Literal["first", "rank", "shares"] = "first"
    organisations: Natural = 1
    members: Natural = 1
    organisations_more_than: Fraction | None = None
    members_more_than: Fraction | None = None
    base: Literal["due", "present"] = "present"
    method: Literal["support", "lottery-maximin", "lottery-leximin"] = "support"
    ties: Literal["lots", "lottery"] = "lots"

    @property
    def by_lottery(self) -> bool:
        """Whether candidates are drawn, from a lottery that is published before."""
        return self.method != "support" or self.ties == "lottery"


class Quorum(Plan, frozen=True):
    """Electors present, as a ratio of those due: ``more_than`` it, or ``at_least`` it."""

    more_than: Fraction | None = None
    at_least: Fraction | None = None


class Poll(Plan, frozen=True):
    """The meeting that votes. ``order`` is the order of names on the paper."""

    quorum: Quorum
    scrutineers: Several = 2
    order: Literal["strokes", "name", "number"] = "number"


class Counting(Plan, frozen=True):
    """What elects: approvals ``more_than`` a ratio of a base, or ``plurality`` (no ``more_than``).

    ``base``: electors due, electors present, or valid papers. A paper approves of at most as many names as there are
    places and at least ``least_marks`` of them (a ratio of the places, rounded up; 0 makes a blank paper valid).
    ``tie``: a new vote among the tied, or a lot from the recorded seed. ``second_vote`` says what a vote for places
    still open needs: the same ``threshold`` again, or a ``plurality``; ``second_candidates`` is how many may stand for
    each open place. ``last_round`` is the round after which open places stay vacant.
    """

    more_than: Fraction | None = None
    base: Literal["due", "present", "valid"] = "due"
    least_marks: Fraction = Fraction(0)
    tie: Literal["new-vote", "lot"] = "new-vote"
    second_vote: Literal["threshold", "plurality"] = "threshold"
    second_candidates: Fraction = Fraction(2)
    last_round: Positive = 3


class Window(Plan, frozen=True):
    """When a stage is open, both days included."""

    stage: Stage
    opens: date
    closes: date


class Calendar(Plan, frozen=True):
    """The time zone, whose public holidays count (ISO 3166 country, empty for none), and when each stage is open."""

    zone: str
    windows: tuple[Window, ...]
    holidays: str = ""


class Delegates(Plan, frozen=True):
    """What the law or the statute says of an assembly of delegates; 0 where it says nothing.

    They serve so many ``months``, and ``months_at_most``. They meet in place of the members from ``members_at_least``
    on, or where these are ``scattered``.
    """

    months: Natural = 0
    months_at_most: Natural = 0
    members_at_least: Natural = 0
    scattered: bool = False


class Retention(Plan, frozen=True):
    """How long sealed parts and papers are kept after certification, in days; only then may they be erased."""

    papers_days: Days
    personal_days: Days


class Charter(Named, frozen=True):
    """The plan of one election. ``assumed`` names the keys whose values are not public and were assumed by the author.

    A key is named with its tables, and a thing in a list by its id: ``seats.method``, ``units.north.members``.
    """

    body: Text
    calendar: Calendar
    seats: Seats
    units: tuple[Unit, ...]
    levels: tuple[Level, ...]
    groups: tuple[Named, ...]
    nomination: Nomination
    margins: Margins
    vetting: Vetting
    notices: tuple[Notice, ...]
    quotas: tuple[Quota, ...]
    poll: Poll
    counting: Counting
    retention: Retention
    certifiers: Several = 2
    credentials_grounds: tuple[Named, ...] = ()
    shortlist: Shortlisting = Shortlisting()
    delegates: Delegates = Delegates()
    assumed: tuple[str, ...] = ()

    def unit(self, id: str) -> Unit:
        """The unit of that id. Raises KeyError where there is none."""
        for unit in self.units:
            if unit.id == id:
                return unit
        raise KeyError(id)

    def place(self, round: Round) -> int:
        """The level that holds a round, as its place in ``levels``: 0 for the primary organisations."""
        return [level.id for level in self.levels].index(round.level or self.levels[0].id)

    @property
    def deliberating(self) -> tuple[str, ...]:
        """The levels above the primary organisations that hold rounds, from below."""
        held = {self.place(round) for round in self.nomination.rounds} - {0}
        return tuple(self.levels[place].id for place in sorted(held))
