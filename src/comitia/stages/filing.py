"""Decisions of the stage nominate about returns: filed singly or imported, on the days of a round, and corrected."""

from comitia.charter.model import Round
from comitia.record.entry import Draft, Table
from comitia.register.filings import filed_before, has_filed
from comitia.register.organisations import find
from comitia.register.returns import check_return, check_returns
from comitia.rules import RulesBroken, rule
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, Given
from comitia.stages.ladder import deliberation
from comitia.stages.nominate import (
    FileReturn,
    ImportReturns,
    ReturnFiled,
    ReturnsImported,
    UnitNominations,
)
from comitia.stages.window import last_day_of_returns
from comitia.texts import N_

ROUND_UNKNOWN = rule(
    "round.unknown",
    says=N_("A round is one that the charter names."),
    refusal=N_("the charter has no round {round}"),
    cure=N_("use one of: {known}"),
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
REASON = rule(
    "return.reason",
    says=N_("Who corrects a return says why; the reason is sealed, and the earlier return stays on the record."),
    refusal=N_("organisations that have filed in round {round} already: {count}, among them {organisation}"),
    cure=N_("give the reason with `--reason TEXT`, or leave out who has filed"),
    sources=("CN-P-09",),
)


def file_return(intent: FileReturn, act: Act, own: UnitNominations, founding: Founding, given: Given) -> Draft:
    register, plan = open_register(intent.round, own, intent.unit), plan_of(intent.round, founding)
    on_its_days(plan, act, founding, intent.unit)
    organisation, known = find(given.archive, register, intent.organisation), own.groups(given)
    body = deliberation(own, founding.charter, plan)
    listed = body.may_support(given.archive, intent.organisation) if body else ()
    check_return(intent.organisation, organisation, intent.participants, intent.support, known, body, listed)
    if not intent.reason.strip() and has_filed(given.archive, own.filings[intent.round], intent.organisation):
        raise REASON.broken(organisation=intent.organisation, round=intent.round, count=1)
    event = ReturnFiled(intent.unit, intent.round, intent.organisation, intent.participants, intent.support)
    return Draft(event, reason(intent))


def import_returns(intent: ImportReturns, act: Act, own: UnitNominations, founding: Founding, given: Given) -> Draft:
    register, plan = open_register(intent.round, own, intent.unit), plan_of(intent.round, founding)
    on_its_days(plan, act, founding, intent.unit)
    body = deliberation(own, founding.charter, plan)
    faults = check_returns(given.archive, register, own.tables, own.persons, intent.returns, intent.support, body)
    if faults:
        raise RulesBroken(faults)
    earlier = filed_before(given.archive, own.filings[intent.round], intent.returns)
    if earlier and not intent.reason.strip():
        raise REASON.broken(organisation=earlier[0], round=intent.round, count=len(earlier))
    return Draft(ReturnsImported(intent.unit, intent.round, intent.returns, intent.support), reason(intent))


def reason(intent: FileReturn | ImportReturns) -> dict[str, str]:
    """The sealed part of a correction."""
    return {"reason": intent.reason} if intent.reason.strip() else {}


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


def open_register(round: str, own: UnitNominations, unit: str) -> Table:
    """The unit's register, by which the open round goes. Refuses where the round is not open."""
    if own.open_round != round or own.register is None:
        raise ROUND_NOT_OPEN.broken(round=round, unit=unit, open=own.open_round or "-")
    return own.register
