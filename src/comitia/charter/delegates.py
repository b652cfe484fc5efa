"""Whether an election of delegates may be planned at all: how long they serve, and whom they may stand for."""

from collections.abc import Iterator

from comitia.charter.finding import Finding
from comitia.charter.model import Delegates, Unit
from comitia.rules import rule
from comitia.texts import N_

TERM = rule(
    "charter.term",
    says=N_("Delegates serve no longer than the law or the statute allows."),
    refusal=N_("delegates serve {months} months, and may serve {most}"),
    cure=N_("write a term of at most {most} months"),
    sources=("DE-08",),
)
ASSEMBLY = rule(
    "charter.assembly",
    says=N_("Delegates meet in place of the members only where there are many of these, or where they are scattered."),
    refusal=N_("the units have {members} members together, and delegates may meet for {least} or more"),
    cure=N_("let the members meet themselves, or write scattered = true where they cannot"),
    sources=("DE-08", "CN-B-04"),
)


def term_allowed(delegates: Delegates) -> Iterator[Finding]:
    """The term keeps its limit."""
    if delegates.months_at_most and delegates.months > delegates.months_at_most:
        broken = TERM.broken(months=delegates.months, most=delegates.months_at_most)
        yield Finding(("delegates", "months"), broken)


def assembly_allowed(delegates: Delegates, units: tuple[Unit, ...]) -> Iterator[Finding]:
    """There are members enough for an assembly of delegates, or they are scattered."""
    members = sum(unit.members for unit in units)
    if members < delegates.members_at_least and not delegates.scattered:
        broken = ASSEMBLY.broken(members=members, least=delegates.members_at_least)
        yield Finding(("delegates", "members_at_least"), broken)


QUESTIONS = (term_allowed, assembly_allowed)
