"""Decisions of the stage nominate about the register of organisations, and about opening and closing rounds."""

from collections.abc import Sequence, Set

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comitia.record.entry import Draft, Table
from comitia.register.organisations import ELSEWHERE, check_organisations, find
from comitia.register.rollup import lacking, roll_up
from comitia.rules import rule
from comitia.stages.filing import ROUND_NOT_OPEN, file_return, import_returns, on_its_days, open_register, plan_of
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Given, UnitIntent
from comitia.stages.ladder import asked, former, levels
from comitia.stages.nominate import (
    AdoptRegister,
    CloseRound,
    FileReturn,
    ImportReturns,
    Nominations,
    OpenRound,
    RegisterAdopted,
    RoundClosed,
    RoundOpened,
    UnitNominations,
)
from comitia.stages.window import last_day_of_returns, not_before, within
from comitia.tables.archive import Archive
from comitia.tables.engine import one_file, open_engine, sql
from comitia.texts import N_, Sentence

SHOWN = 3
"""Nodes without their margin that a refusal names, of all that it counts."""

REGISTER_CLOSED = rule(
    "register.closed",
    says=N_("A unit's register is adopted before its first round opens, and then stays as it is."),
    refusal=N_("a nomination round of {unit} has opened already"),
    cure=N_("leave the register as it was adopted"),
)
NO_REGISTER = rule(
    "register.missing",
    says=N_("Rounds open after the register of organisations is adopted."),
    refusal=N_("{unit} has no register of organisations"),
    cure=N_("adopt one: `comitia register adopt {unit} FILE`"),
)
ROUND_ORDER = rule(
    "round.order",
    says=N_("Rounds follow the charter's order, one at a time; each is held once."),
    refusal=N_("{unit}: round {round} cannot open: {reason}"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04",),
)
ROUND_RUNS = rule(
    "round.runs",
    says=N_("A round closes after its last day, or earlier when every organisation has filed."),
    refusal=N_("round {round} of {unit} runs until {closes}; organisations that have not filed: {missing}"),
    cure=N_("wait until {closes} is over, or for the missing returns; see `comitia round missing {unit}`"),
)
ROUND_AGAIN = rule(
    "round.again",
    says=N_(
        "A round is closed again only where somebody on its lists has left them since and nothing has opened after it: "
        "then those next in support come up."
    ),
    refusal=N_("{unit}: round {round} is closed, and {reason}"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04",),
)
ROUND_MARGIN = rule(
    "round.margin",
    says=N_(
        "The list of an organisation goes up only with so many more nominees than places as its level's margin asks; "
        "those who have left the lists are not counted."
    ),
    refusal=N_("{unit}: organisations whose list lacks the margin: {count}; nominees there, and needed: {nodes}"),
    cure=N_(
        "bring in the returns below them (`comitia round missing {unit}`) or correct some with `--reason`, close the "
        "round again where somebody has left its lists, or permit the organisation to go without contest (`comitia "
        "permit {unit} --node ORGANISATION`)"
    ),
    sources=("CN-B-09", "CN-P-01", "CN-P-03"),
)
NODE_UNKNOWN = rule(
    "margin.node",
    says=N_("A node that is permitted to go without contest is in the unit's register."),
    refusal=N_("{node} is not in the register of {unit}, or {unit} has none"),
    cure=N_("correct the id of the node, or adopt the register first"),
    sources=("CN-P-03",),
)


def decide(
    intent: UnitIntent,
    act: Act,
    state: Nominations,
    founding: Founding,
    seats: int,
    given: Given,
    *,
    off: Set[str] = frozenset(),
    vetted: bool = False,
) -> list[Draft]:
    """``seats``: those of the intent's unit. ``given.archive`` holds the tables that intents and state name. ``off``:
    who has left the unit's lists; ``vetted``: whether vetting has opened in the unit."""
    own = state.get(intent.unit, UnitNominations())
    if isinstance(intent, CloseRound):
        not_before(founding, "nominate", intent.unit, act)
        return [Draft(close_round(intent, act, own, founding, seats, given, off, vetted))]
    within(founding, "nominate", intent.unit, act)
    match intent:
        case AdoptRegister():
            others = [other.register for unit, other in state.items() if unit != intent.unit and other.register]
            return [Draft(adopt_register(intent, own, others, founding, given))]
        case OpenRound():
            return [Draft(open_round(intent, act, own, founding, seats, given, off))]
        case FileReturn():
            return [file_return(intent, act, own, founding, given)]
        case ImportReturns():
            return [import_returns(intent, act, own, founding, given)]
        case _:
            raise AssertionError(intent)


def adopt_register(
    intent: AdoptRegister, own: UnitNominations, others: Sequence[Table], founding: Founding, given: Given
) -> RegisterAdopted:
    if own.filings:
        raise REGISTER_CLOSED.broken(unit=intent.unit)
    charter = founding.charter
    ids = [level.id for level in charter.levels]
    primary, members = check_organisations(given.archive, intent.organisations, intent.unit, ids, charter.deliberating)
    if others and (organisation := elsewhere(given.archive, intent.organisations, others)):
        raise ELSEWHERE.broken(organisation=organisation, unit=intent.unit)
    return RegisterAdopted(intent.unit, intent.organisations, primary, members)


def elsewhere(archive: Archive, register: Table, others: Sequence[Table]) -> str:
    """An organisation of the register that one of the others has too; empty where there is none."""
    tables = {
        "register": one_file(archive.path(register)),
        "others": [one_file(archive.path(other)) for other in others],
    }
    with open_engine() as engine:
        return "".join(
            organisation for (organisation,) in engine.execute(sql("stages", "elsewhere"), tables).fetchall()
        )


def known_node(state: Nominations, unit: str, node: str, given: Given) -> None:
    """Refuse a node that the unit's register does not have."""
    register = state.get(unit, UnitNominations()).register
    if register is None or find(given.archive, register, node) is None:
        raise NODE_UNKNOWN.broken(unit=unit, node=node)


def open_round(
    intent: OpenRound, act: Act, own: UnitNominations, founding: Founding, seats: int, given: Given, off: Set[str]
) -> RoundOpened:
    plan, charter = plan_of(intent.round, founding), founding.charter
    if own.register is None:
        raise NO_REGISTER.broken(unit=intent.unit)
    due = next((round.id for round in charter.nomination.rounds if round.id not in own.closed), "")
    if own.open_round or intent.round != due:
        reason = Sentence(N_("{round} is open"), {"round": own.open_round})
        if not own.open_round:
            reason = (
                Sentence(N_("{round} comes next"), {"round": due}) if due else Sentence(N_("all rounds are closed"))
            )
        raise ROUND_ORDER.broken(unit=intent.unit, round=intent.round, reason=reason)
    on_its_days(plan, act, founding, intent.unit)
    if charter.place(plan):
        before = former(own, charter, plan)
        least = asked(charter, seats, plan.level)
        require_lists(intent.unit, before.nodes, before.lists, least, founding, given.archive, off)
    return RoundOpened(intent.unit, intent.round)


def close_round(
    intent: CloseRound,
    act: Act,
    own: UnitNominations,
    founding: Founding,
    seats: int,
    given: Given,
    off: Set[str],
    vetted: bool,
) -> RoundClosed:
    plan, charter = plan_of(intent.round, founding), founding.charter
    if intent.round in own.closed:
        register = register_of_closed(intent, own, given.archive, off, vetted)
    else:
        register = open_register(intent.round, own, intent.unit)
    result = roll_up(
        given.archive,
        intent.unit,
        register,
        own.filings[intent.round],
        levels(charter, seats),
        charter.nomination.rank_by,
        charter.place(plan),
        off,
    )
    missing = result.organisations - result.returned
    closes = last_day_of_returns(founding, plan, intent.unit)
    if act.today.isoformat() <= closes and missing and intent.round not in own.closed:
        raise ROUND_RUNS.broken(round=intent.round, unit=intent.unit, closes=closes, missing=missing)
    require_lists(intent.unit, result.nodes, result.lists, asked(charter, seats), founding, given.archive)
    return RoundClosed(
        unit=intent.unit,
        round=intent.round,
        organisations=result.organisations,
        returned=result.returned,
        members=result.members,
        participants=result.participants,
        nodes=result.nodes,
        lists=result.lists,
        nominees=result.nominees,
    )


def register_of_closed(
    intent: CloseRound, own: UnitNominations, archive: Archive, off: Set[str], vetted: bool
) -> Table:
    """The register, where the round may be closed again."""
    if own.open_round:
        raise ROUND_NOT_OPEN.broken(round=intent.round, unit=intent.unit, open=own.open_round)
    reason = None
    if vetted or intent.round != [*own.closed][-1]:
        reason = Sentence(N_("another step has opened since"))
    elif not left(own.closed[intent.round], archive, off):
        reason = Sentence(N_("everybody on its lists still stands"))
    if reason or own.register is None:
        raise ROUND_AGAIN.broken(unit=intent.unit, round=intent.round, reason=reason or "-")
    return own.register


def left(closed: RoundClosed, archive: Archive, off: Set[str]) -> bool:
    """Whether somebody on the lists of a closed round has left them."""
    listed = pq.read_table(archive.path(closed.lists), columns=["person"])["person"]
    return bool(pc.any(pc.is_in(listed, value_set=pa.array(sorted(off), pa.string()))).as_py())


def require_lists(
    unit: str,
    nodes: Table,
    lists: Table,
    least: dict[str, int],
    founding: Founding,
    archive: Archive,
    off: Set[str] = frozenset(),
) -> None:
    """Refuse lists that are shorter than their levels' margins ask, unless the node, or the unit, is permitted to."""
    if founding.uncontested(unit):
        return
    short = lacking(archive, nodes, lists, least, off, founding.permitted_nodes(unit))
    if short:
        named = ", ".join(f"{each.node} {each.nominees}/{each.least}" for each in short[:SHOWN])
        raise ROUND_MARGIN.broken(unit=unit, count=len(short), nodes=named)
