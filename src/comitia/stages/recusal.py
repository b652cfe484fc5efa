"""Recusal: nobody decides in a case of one's own, nor in that of kin, of a rival, or of anybody one is bound to.

Every stage that decides about persons asks ``no_own_case``: opinions, consultations, tip-offs, vetoes, answers to
objections, credentials.
"""

from comitia.rules import rule
from comitia.stages.conflicts import UnitConflicts
from comitia.stages.intent import Act
from comitia.texts import N_

OWN_CASE = rule(
    "office.own-case",
    says=N_("Nobody gives an opinion, decides on a veto, an objection or credentials in a case of one's own."),
    refusal=N_("this is {officer}'s own case"),
    cure=N_("let another officer do it"),
    sources=("DE-14",),
)
CONFLICT = rule(
    "office.conflict",
    says=N_("Nobody takes part in the case of kin, of a rival, or of somebody else with whom a conflict is declared."),
    refusal=N_("a conflict of interest of {officer} is on the record, and {person} is concerned"),
    cure=N_("let another officer do it"),
    sources=("DE-14",),
)


def no_own_case(act: Act, conflicts: UnitConflicts, *persons: str) -> None:
    """Refuse an officer who is one of the persons that the act decides on, or has a conflict of interest with one.

    ``conflicts`` are those of the persons' unit. An officer is a person by the same number; who stands under another
    number has a conflict with everybody in the unit, once that is declared.
    """
    for person in persons:
        if act.actor == person:
            raise OWN_CASE.broken(officer=act.actor)
        if conflicts.between(act.actor, person):
            raise CONFLICT.broken(officer=act.actor, person=person)
