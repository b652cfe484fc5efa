"""What is said about the nominees of one unit, by whom, and what of it still counts."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from comitia_verify.findings import in_order, must
from comitia_verify.founding import Act
from comitia_verify.nominations import Nominations


class Answer(NamedTuple):
    """An answer to a check; ``tip_offs``: how many that bind came before it."""

    officer: str
    clear: bool
    day: date
    tip_offs: int


@dataclass
class Dossiers(Nominations):
    """``answers`` by person and check; ``heard``: officer, group and persons of each consultation; ``tip_offs``: whom
    those that bind are about; ``conflicts``: by officer and person (empty: everybody), who calls it a mistake."""

    vetted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reopened: bool = False
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    heard: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    tip_offs: list[str] = field(default_factory=list)
    conflicts: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def conflict_declared(self, act: Act, body: Any) -> None:
        by_both = act.actor == body.officer or self.founding.holds(act.actor, "returning_officer")
        in_order(by_both and not self._held(body.officer, body.person) and not self._held(body.officer, ""))
        in_order(not body.person or body.person in self.persons)
        self.conflicts[body.officer, body.person] = []

    def conflict_withdrawn(self, act: Act, body: Any) -> None:
        in_order(self._held(body.officer, body.person))
        act.not_by([body.officer, *self.conflicts[body.officer, body.person]])
        self.conflicts[body.officer, body.person].append(act.actor)

    def _held(self, officer: str, person: str) -> bool:
        """Whether just this conflict is on the record, and not withdrawn by two."""
        return (officer, person) in self.conflicts and len(self.conflicts[officer, person]) < 2

    def bound(self, officer: str, person: str) -> bool:
        """Whether the officer has a conflict of interest with the person, or with everybody."""
        return self._held(officer, person) or self._held(officer, "")

    def unconcerned(self, act: Act, *persons: str) -> None:
        """The actor decides in no case of one's own, of kin or of a rival."""
        act.not_in_own_case(*persons)
        for person in persons:
            bound = self.bound(act.actor, person)
            must(not bound, "{actor} has a conflict of interest with {person}", actor=act.actor, person=person)

    def said(self, act: Act, *persons: str) -> None:
        """Something is said in time, about people who are vetted, by somebody who may."""
        in_order(self.stage == "vetting")
        if not self.reopened:
            self.founding.in_window(self.plan.id, "vet", act)
        for person in persons:
            must(person in self.vetted, "{person} is not to be asked this", person=person)
        self.unconcerned(act, *persons)

    def applying(self, person: str) -> list[Any]:
        """The checks that apply to a nominee."""
        groups = {"", *self.vetted[person]}
        checks = [check for check in self.charter.vetting.checks if check.applies_to in groups]
        return [check for check in checks if check.applies_when == "always" or person in self.tip_offs]

    def opinion_given(self, act: Act, body: Any) -> None:
        checks = {check.id: check for check in self.charter.vetting.checks}
        in_order(body.check in checks)
        own, persons = checks[body.check], (*body.clear, *body.adverse)
        vets = self.founding.holds(act.actor, "vetter", own.body)
        must(vets, "{actor} held no role for this act: {roles}", actor=act.actor, roles=own.body)
        once = persons and len(set(persons)) == len(persons) and (not body.adverse or "grounds" in act.sealed)
        must(once, "an opinion is about somebody, once, and if it is adverse it has grounds")
        self.said(act, *persons)
        others = [check.id for check in checks.values() if check.body != own.body]
        for person in persons:
            must(own in self.applying(person), "{person} is not to be asked this", person=person)
            act.not_by([self.answers[person, check].officer for check in others if (person, check) in self.answers])
            answer = Answer(act.actor, person in body.clear, act.day, self.tip_offs.count(person))
            self.answers[person, body.check] = answer

    def consultation_held(self, act: Act, body: Any) -> None:
        plan = self.charter.vetting
        in_order(body.group in {group.id for group in plan.consult} and body.persons)
        holds = not plan.consult_by or self.founding.holds(act.actor, "vetter", plan.consult_by)
        must(holds, "{actor} held no role for this act: {roles}", actor=act.actor, roles=plan.consult_by)
        self.said(act, *body.persons)
        self.heard.append((act.actor, body.group, body.persons))

    def tip_off_recorded(self, act: Act, body: Any) -> None:
        self.said(act, body.person)
        self.tip_offs += [body.person] * body.checkable

    def cleared(self, person: str, day: date) -> bool:
        """Whether every check that applies is clear on the day, and every group was heard often enough."""
        plan = self.charter.vetting
        heard = [
            group for officer, group, persons in self.heard if person in persons and not self.bound(officer, person)
        ]
        return all(heard.count(group.id) >= plan.consult_least for group in plan.consult) and all(
            self._clear(person, check, day) for check in self.applying(person)
        )

    def _clear(self, person: str, check: Any, day: date) -> bool:
        """An answer counts: it is clear, nobody's kin gave it, no tip-off came after it, and it has not expired."""
        answer = self.answers.get((person, check.id))
        if answer is None or not answer.clear or self.bound(answer.officer, person):
            return False
        late = check.applies_when == "tip-off" and answer.tip_offs < self.tip_offs.count(person)
        return not late and (not check.valid_days or day <= answer.day + timedelta(check.valid_days))
