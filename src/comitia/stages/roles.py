"""Roles: what they are called, and within which scopes an act asks for one."""

from collections.abc import Set
from functools import reduce
from typing import Literal

from comitia.charter.model import Charter
from comitia.record.entry import IdOrNothing
from comitia.stages.intent import Intent, UnitIntent
from comitia.texts import N_, Sentence

Role = Literal[
    "returning_officer",  # runs the election: founds it, appoints, apportions, places nominees
    "secretary",  # of a unit: register, rounds, notices, shortlist, poll
    "filer",  # of an organisation: files its return
    "vetter",  # of a body: answers its checks; decides vetoes
    "scrutineer",  # of a unit: issues and counts papers, signs the tally
    "credentials",  # reviews those elected
    "certifier",  # signs the certificate
]
Scope = IdOrNothing
"""Where a role is held: the id of a unit, an organisation or a body, or nothing for the whole election."""

ROLE_NAMES: dict[str, str] = {
    "returning_officer": N_("returning officer"),
    "secretary": N_("secretary"),
    "filer": N_("filer"),
    "vetter": N_("vetter"),
    "scrutineer": N_("scrutineer"),
    "credentials": N_("credentials committee"),
    "certifier": N_("certifier"),
}


def scopes(role: str, intent: Intent, charter: Charter) -> Set[str]:
    """The scopes within which the role allows the intent; none where it takes the role for the whole election."""
    match role:
        case "secretary" | "scrutineer":
            return {intent.unit} if isinstance(intent, UnitIntent) else set()
        case "filer":
            return {getattr(intent, "organisation", "")}
        case "vetter":  # which body's questions a vetter may answer is the stage's own rule
            return {body.id for body in charter.vetting.bodies}
        case _:
            return set()


def posts(intent: Intent, charter: Charter) -> Sentence:
    """Who may do it: the roles that allow it with their scopes, each of which is enough."""
    each = [
        Sentence(
            N_("{role} ({scope})"),
            {"role": Sentence(ROLE_NAMES[role]), "scope": scope_name(", ".join(sorted(scopes(role, intent, charter))))},
        )
        for role in intent.roles
    ]
    return reduce(lambda one, other: Sentence(N_("{one} or {other}"), {"one": one, "other": other}), each)


def scope_name(scope: str) -> str | Sentence:
    """A scope as a sentence shows it: its id, or that it is the whole election."""
    return scope or Sentence(N_("the whole election"))
