"""Decisions of the stage nominate about the register of organisations, the rounds, and the returns filed in them."""

from collections.abc import Sequence
from math import ceil

from comitia.charter.model import Round
from comitia.record.entry import Draft, Table
from comitia.register.organisations import check_organisations, find
from comitia.register.returns import check_return, check_returns
from comitia.register.rollup import roll_up
from comitia.rules import RulesBroken, rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Given, UnitIntent
from comitia.stages.nominate import (
    AdoptRegister,
    CloseRound,
    FileReturn,
    ImportReturns,
    Nominations,
    OpenRound,
    RegisterAdopted,
    ReturnFiled,
    ReturnsImported,
    RoundClosed,
    RoundOpened,
    UnitNominations,
)
from comitia.stages.window import last_day_of_returns, not_before, within
from comitia.tables.archive import Archive
from comitia.tables.engine import one_file, open_engine, sql
from comitia.texts import N_, Sentence

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
ELSEWHERE = rule(
    "register.elsewhere",
    says=N_(
        "An organisation belongs to one unit, so that its members are counted once and its filer files for it only."
    ),
    refusal=N_("{organisation} of {unit} is in the register of another unit too"),
    cure=N_("delete it from one of the registers, or give it an id of its own"),
)
ROUND_UNKNOWN = rule(
    "round.unknown",
    says=N_("A round is one that the charter names."),
    refusal=N_("the charter has no round {round}"),
    cure=N_("use one of: {known}"),
)
ROUND_ORDER = rule(
    "round.order",
    says=N_("Rounds follow the charter's order, one at a time; each is held once."),
    refusal=N_("{unit}: round {round} cannot open: {reason}"),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04",),
)
ROUND_NOT_OPEN = rule(
    "round.not-open",
    says=N_("Returns are filed while their round is open in the unit."),
    refusal=N_("round {round} is not open in {unit}"),
    cure=N_("open it, or name the round that is open: {open}"),
)
ROUND_DATES = rule(
    "round.dates",
    says=N_("Returns are filed between the two dates of the round, both included."),
    refusal=N_("round {round} is open from {opens} to {closes}; today is {today}"),
    cure=N_("file the return between these days, or ask the returning officer to extend nominations"),
)
ROUND_RUNS = rule(
    "round.runs",
    says=N_("A round closes after its last day, or earlier when every organisation has filed."),
    refusal=N_("round {round} of {unit} runs until {closes}; organisations that have not filed: {missing}"),
    cure=N_("wait until {closes} is over, or for the missing returns"),
)


def decide(
    intent: UnitIntent, act: Act, state: Nominations, founding: Founding, seats: int, given: Given
) -> list[Draft]:
    """``seats``: those of the intent's unit. ``given.archive`` holds the tables that intents and state name."""
    own = state.get(intent.unit, UnitNominations())
    if isinstance(intent, CloseRound):
        not_before(founding, "nominate", intent.unit, act)
        return [Draft(close_round(intent, act, own, founding, seats, given))]
    within(founding, "nominate", intent.unit, act)
    match intent:
        case AdoptRegister():
            others = [other.register for unit, other in state.items() if unit != intent.unit and other.register]
            return [Draft(adopt_register(intent, own, others, founding, given))]
        case OpenRound():
            return [Draft(open_round(intent, act, own, founding))]
        case FileReturn():
            return [Draft(file_return(intent, act, own, founding, given))]
        case ImportReturns():
            return [Draft(import_returns(intent, act, own, founding, given))]
        case _:
            raise AssertionError(intent)


def adopt_register(
    intent: AdoptRegister, own: UnitNominations, others: Sequence[Table], founding: Founding, given: Given
) -> RegisterAdopted:
    if own.filings:
        raise REGISTER_CLOSED.broken(unit=intent.unit)
    levels = [level.id for level in founding.charter.levels]
    primary, members = check_organisations(given.archive, intent.organisations, intent.unit, levels)
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


def open_round(intent: OpenRound, act: Act, own: UnitNominations, founding: Founding) -> RoundOpened:
    plan = plan_of(intent.round, founding)
    if own.register is None:
        raise NO_REGISTER.broken(unit=intent.unit)
    due = next((round.id for round in founding.charter.nomination.rounds if round.id not in own.closed), "")
    if own.open_round or intent.round != due:
        reason = Sentence(N_("{round} is open"), {"round": own.open_round})
        if not own.open_round:
            reason = (
                Sentence(N_("{round} comes next"), {"round": due}) if due else Sentence(N_("all rounds are closed"))
            )
        raise ROUND_ORDER.broken(unit=intent.unit, round=intent.round, reason=reason)
    on_its_days(plan, act, founding, intent.unit)
    return RoundOpened(intent.unit, intent.round)


def plan_of(round: str, founding: Founding) -> Round:
    """The round as the charter has it."""
    rounds = {plan.id: plan for plan in founding.charter.nomination.rounds}
    if round not in rounds:
        raise ROUND_UNKNOWN.broken(round=round, known=", ".join(rounds))
    return rounds[round]


def on_its_days(plan: Round, act: Act, founding: Founding, unit: str) -> None:
    closes = last_day_of_returns(founding, plan, unit)
    if not plan.opens.isoformat() <= act.today.isoformat() <= closes:
        raise ROUND_DATES.broken(
            round=plan.id, opens=plan.opens.isoformat(), closes=closes, today=act.today.isoformat()
        )


def register_in_force(round: str, own: UnitNominations, unit: str) -> Table:
    """The unit's register. Refuses where the round is not open."""
    if own.open_round != round or own.register is None:
        raise ROUND_NOT_OPEN.broken(round=round, unit=unit, open=own.open_round or "-")
    return own.register


def file_return(intent: FileReturn, act: Act, own: UnitNominations, founding: Founding, given: Given) -> ReturnFiled:
    register = register_in_force(intent.round, own, intent.unit)
    on_its_days(plan_of(intent.round, founding), act, founding, intent.unit)
    organisation = find(given.archive, register, intent.organisation)
    check_return(intent.organisation, organisation, intent.participants, intent.support, own.groups(given))
    return ReturnFiled(intent.unit, intent.round, intent.organisation, intent.participants, intent.support)


def import_returns(
    intent: ImportReturns, act: Act, own: UnitNominations, founding: Founding, given: Given
) -> ReturnsImported:
    register = register_in_force(intent.round, own, intent.unit)
    on_its_days(plan_of(intent.round, founding), act, founding, intent.unit)
    faults = check_returns(given.archive, register, own.tables, own.persons, intent.returns, intent.support)
    if faults:
        raise RulesBroken(faults)
    return ReturnsImported(intent.unit, intent.round, intent.returns, intent.support)


def close_round(
    intent: CloseRound, act: Act, own: UnitNominations, founding: Founding, seats: int, given: Given
) -> RoundClosed:
    register = register_in_force(intent.round, own, intent.unit)
    plan, charter = plan_of(intent.round, founding), founding.charter
    levels = [(level.id, None if level.list is None else ceil(level.list * seats)) for level in charter.levels]
    rank_by = charter.nomination.rank_by
    result = roll_up(given.archive, intent.unit, register, own.filings[intent.round], levels, rank_by)
    missing = result.organisations - result.returned
    closes = last_day_of_returns(founding, plan, intent.unit)
    if act.today.isoformat() <= closes and missing:
        raise ROUND_RUNS.broken(round=intent.round, unit=intent.unit, closes=closes, missing=missing)
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
