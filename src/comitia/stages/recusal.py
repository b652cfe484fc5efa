"""Recusal: nobody decides in a case of one's own."""

from comitia.rules import rule
from comitia.stages.intent import Act
from comitia.texts import N_

OWN_CASE = rule(
    "office.own-case",
    says=N_("Nobody gives an opinion, decides on a veto, an objection or credentials in a case of one's own."),
    refusal=N_("this is {officer}'s own case"),
    cure=N_("let another officer do it"),
    sources=("DE-14",),
)


def no_own_case(act: Act, *persons: str) -> None:
    """Refuse an officer who is, by the same number, one of the persons that the act decides on."""
    if act.actor in persons:
        raise OWN_CASE.broken(officer=act.actor)
