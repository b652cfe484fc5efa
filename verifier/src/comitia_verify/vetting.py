"""Vetting in one unit, and its notices with their objections."""

from collections.abc import Collection
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from comitia_verify.findings import in_order, must, same, same_people
from comitia_verify.founding import Act
from comitia_verify.methods.margin import check_margin
from comitia_verify.methods.period import check_period
from comitia_verify.vetoes import Vetoes


@dataclass
class Vetting(Vetoes):
    """``notices`` have persons, until, plan, closed; ``objections`` notice, person, filed_by, upheld_by, outcome."""

    passed: tuple[str, ...] = ()
    notices: dict[str, Any] = field(default_factory=dict)
    objections: dict[str, Any] = field(default_factory=dict)
    shortlist: tuple[str, ...] = ()

    def still(self, people: Collection[str]) -> set[str]:
        """Those who neither withdrew nor were taken off a list by an objection."""
        return set(people) - self.off

    def check_notices(self, before: str, people: set[str]) -> None:
        """Every notice that precedes the stage is closed, and had all these people."""
        for plan in self.charter.notices:
            notice = self.notices.get(plan.id)
            over = plan.before != before or (notice and notice.closed and people.issubset(notice.persons))
            must(over, "the notice {notice} has to be closed before this, with all who stand", notice=plan.id)

    def check_contest(self, margin: Any, people: Collection[str]) -> None:
        """There are enough people for the unit's seats."""
        check_margin(margin, len(people), self.seats, len(self.placed.intersection(people)), self.permitted())

    def vetting_opened(self, act: Act, body: Any) -> None:
        in_order(self.stage == "nominations" and self.all_closed())
        listed = self.still(self.standing())
        self.check_notices("vet", listed)
        same_people("nominees", (person for person, _ in body.nominees), listed)
        same("nominees", dict(body.nominees), {person: self.persons[person] for person, _ in body.nominees})
        self.check_contest(self.charter.margins.vetted, listed)
        self.stage, self.vetted = "vetting", dict(body.nominees)

    def check_vetted(self, act: Act, people: Collection[str]) -> None:
        """Those who still stand among these people are decided on that day: cleared, or a veto stands."""
        for person in self.still(people):
            result = self.result(person, act.day)
            decided = result == "stands" or (result == "lifted" and self.cleared(person, act.day))
            must(decided, "{person} is not decided: a check is not clear, or a veto is open", person=person)

    def vetting_closed(self, act: Act, body: Any) -> None:
        in_order(self.stage == "vetting")
        self.check_vetted(act, self.vetted)
        passed = {person for person in self.still(self.vetted) if self.result(person, act.day) == "lifted"}
        same_people("failed", body.failed, self.vetted.keys() - passed)
        same_people("passed", body.passed, passed)
        self.stage, self.passed = "shortlisted" if self.shortlist else "vetted", body.passed
        self.founding.figures["vetted"] += 0 if self.reopened else len(self.vetted)

    def vetting_reopened(self, act: Act, body: Any) -> None:
        in_order(self.stage in ("vetted", "shortlisted"))
        self.stage, self.reopened = "vetting", True

    def candidates(self) -> set[str]:
        """Those on the shortlist who still stand, and have passed vetting when it was closed last."""
        return self.still(self.shortlist).intersection(self.passed)

    def notice_published(self, act: Act, body: Any) -> None:
        plans = {plan.id: plan for plan in self.charter.notices}
        in_order(body.notice in plans)
        plan, earlier = plans[body.notice], self.notices.get(body.notice)
        if plan.before != "vet":
            self.founding.in_window(self.plan.id, "notice", act)
        stage, persons = {
            "vet": ("nominations", self.standing()),
            "shortlist": ("vetted", self.still(self.passed)),
            "poll": ("shortlisted", self.candidates()),
        }[plan.before]
        in_order(self.stage == stage and self.all_closed())
        in_order(not earlier or not persons.issubset(earlier.persons))
        same_people("persons", body.persons, persons)
        check_period(self.charter, act.day, plan.days, plan.working_days, body.until, body.free, body.worked)
        self.notices[body.notice] = SimpleNamespace(persons=body.persons, until=body.until, plan=plan, closed=False)

    def _running(self, id: str) -> Any:
        in_order(id in self.notices and not self.notices[id].closed)
        return self.notices[id]

    def objection_filed(self, act: Act, body: Any) -> None:
        notice = self._running(body.notice)
        in_order(act.day <= notice.until and body.objection not in self.objections)
        must(body.person in notice.persons, "{person} is not on the notice", person=body.person)
        plan = notice.plan
        in_order(bool(plan.answer_days) == (body.answer_by is not None))
        if plan.answer_days:
            check_period(self.charter, act.day, plan.answer_days, plan.working_days, body.answer_by)
        case = SimpleNamespace(notice=body.notice, person=body.person, filed_by=act.actor, upheld_by="", outcome="")
        self.objections[body.objection] = case

    def _open_objection(self, act: Act, id: str) -> Any:
        """An objection that is not final, for somebody whom it does not concern."""
        in_order(id in self.objections and not self.objections[id].outcome)
        act.not_by([self.objections[id].filed_by])
        self.unconcerned(act, self.objections[id].person)
        return self.objections[id]

    def objection_answered(self, act: Act, body: Any) -> None:
        case, upheld = self._open_objection(act, body.objection), body.outcome == "upheld"
        must(not upheld or "heard" in act.sealed, "an objection is upheld, and the person was not heard")
        case.upheld_by, case.outcome = (act.actor, "") if upheld else ("", "dismissed")
        self.founding.figures["objections"] += not upheld

    def objection_confirmed(self, act: Act, body: Any) -> None:
        case = self._open_objection(act, body.objection)
        in_order(case.upheld_by)
        act.not_by([case.upheld_by])
        case.outcome = "upheld"
        self.upheld.add(case.person)
        self.founding.figures["objections"] += 1

    def notice_closed(self, act: Act, body: Any) -> None:
        notice = self._running(body.notice)
        must(act.day > notice.until, "it was closed early: it runs until {until}", until=notice.until)
        for id, case in self.objections.items():
            must(case.outcome or case.notice != body.notice, "the objection {objection} is not answered", objection=id)
        notice.closed = True
        self.founding.figures["notices"] += 1
