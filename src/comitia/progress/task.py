"""A task: something that has to be done next, by whom, and the command to type."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from comitia.charter.model import Stage
from comitia.election import Election
from comitia.stages.roles import Role
from comitia.stages.window import deadline
from comitia.texts import Parameter, Sentence


class Task(msgspec.Struct, frozen=True):
    """Something to do: the role that does it, the officers who hold it here, and the command to type.

    What stands in capitals in the command is to be filled in. ``since`` is the first day on which it can be done, as an
    ISO date; empty where that is today or was before.
    """

    role: Role
    officers: tuple[str, ...]
    what: Sentence
    command: str
    since: str = ""


@dataclass(frozen=True)
class View:
    """One unit of an election on one day."""

    election: Election
    unit: str
    today: date

    def task(
        self,
        role: Role,
        what: str,
        command: str,
        *,
        since: str = "",
        scope: str | None = None,
        barred: Set[str] = frozenset(),
        **parameters: Parameter,
    ) -> Task:
        """``scope``: whose officers are named, where it is not the unit's (a vetting body's, an organisation's).

        What any vetter may do is for those of all bodies. ``barred``: officers who may not do it in this case."""
        wanted = {"", self.unit if scope is None else scope}
        if role == "vetter" and scope is None:
            wanted |= {body.id for body in self.election.charter.vetting.bodies}
        held = self.election.founding.officers
        officers = sorted({officer for officer, holds, where in held if holds == role and where in wanted} - barred)
        later = since if since > self.today.isoformat() else ""
        return Task(role, tuple(officers), Sentence(what, parameters), f"comitia {command}", later)

    def opens(self, stage: Stage) -> str:
        windows = self.election.charter.calendar.windows
        return next(window.opens.isoformat() for window in windows if window.stage == stage)

    def closes(self, stage: Stage) -> str:
        return deadline(self.election.founding, stage, self.unit)


def day_after(day: str) -> str:
    """The day after one in ISO form."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
