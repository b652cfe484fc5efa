"""Vetting in one unit, and its notices with their objections."""

from collections.abc import Collection
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from comitia_verify.findings import in_order, must, same, same_people
from comitia_verify.founding import Act
from comitia_verify.nominations import Nominations
from comitia_verify.plan import check_margin, check_period


@dataclass
class Vetting(Nominations):
    """``answers``: by person and check, who gave it and
    whether it is clear. ``vetoes`` have deciders, reply_by, replied, outcome; ``notices`` persons, until, closed;
    ``objections`` notice, person, filed_by, outcome."""

    vetted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)
    vetoes: dict[str, Any] = field(default_factory=dict)
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

    def _applying(self, groups: tuple[str, ...]) -> list[Any]:
        """The checks that apply to somebody in these groups."""
        return [check for check in self.charter.vetting.checks if check.applies_to in {"", *groups}]

    def vetting_opened(self, act: Act, body: Any) -> None:
        in_order(self.stage == "nominations" and self.all_closed())
        listed = self.still(self.standing())
        self.check_notices("vet", listed)
        same_people("nominees", (person for person, _ in body.nominees), listed)
        same("nominees", dict(body.nominees), {person: self.persons[person] for person, _ in body.nominees})
        self.check_contest(self.charter.margins.vetted, listed)
        self.stage, self.vetted = "vetting", dict(body.nominees)

    def opinion_given(self, act: Act, body: Any) -> None:
        checks = {check.id: check for check in self.charter.vetting.checks}
        in_order(self.stage == "vetting" and body.check in checks)
        own = checks[body.check]
        others = [check.id for check in checks.values() if check.body != own.body]
        vets = self.founding.holds(act.actor, "vetter", own.body)
        must(vets, "{actor} held no role for this act: {roles}", actor=act.actor, roles=own.body)
        persons = (*body.clear, *body.adverse)
        once = persons and len(set(persons)) == len(persons) and (not body.adverse or "grounds" in act.sealed)
        must(once, "an opinion is about somebody, once, and if it is adverse it has grounds")
        act.not_in_own_case(*persons)
        for person in persons:
            asked = person in self.vetted and own in self._applying(self.vetted[person])
            must(asked, "{person} is not to be asked this", person=person)
            act.not_by([self.answers[person, check][0] for check in others if (person, check) in self.answers])
            self.answers[person, body.check] = (act.actor, person in body.clear)

    def veto_proposed(self, act: Act, body: Any) -> None:
        grounds = [ground.id for ground in self.charter.vetting.veto.grounds]
        free = body.person not in self.vetoes or self.vetoes[body.person].outcome == "lifted"
        in_order(self.stage == "vetting" and free and body.person in self.vetted and body.ground in grounds)
        act.not_in_own_case(body.person)
        self.vetoes[body.person] = SimpleNamespace(deciders=[act.actor], reply_by=None, replied=False, outcome="")

    def _open_veto(self, person: str) -> Any:
        in_order(self.stage == "vetting" and person in self.vetoes and not self.vetoes[person].outcome)
        return self.vetoes[person]

    def veto_seconded(self, act: Act, body: Any) -> None:
        veto, plan = self._open_veto(body.person), self.charter.vetting.veto
        act.not_in_own_case(body.person)
        act.not_by(veto.deciders)
        veto.deciders.append(act.actor)
        complete = len(veto.deciders) == plan.deciders
        in_order(not veto.reply_by and complete == (body.reply_by is not None))
        if complete:
            check_period(self.charter, act.day, plan.reply_days, plan.working_days, body.reply_by)
        veto.reply_by = body.reply_by

    def veto_replied(self, act: Act, body: Any) -> None:
        veto = self._open_veto(body.person)
        act.not_by(veto.deciders)
        in_order(veto.reply_by and act.day <= veto.reply_by)
        veto.replied = True

    def veto_concluded(self, act: Act, body: Any) -> None:
        veto = self._open_veto(body.person)
        act.not_in_own_case(body.person)
        act.not_by(veto.deciders)
        over = veto.reply_by and (veto.replied or act.day > veto.reply_by)
        must(over or body.outcome == "lifted", "the nominee may still reply")
        veto.outcome = body.outcome

    def vetting_closed(self, act: Act, body: Any) -> None:
        in_order(self.stage == "vetting")
        failed = {id for id, veto in self.vetoes.items() if veto.outcome == "stands"}
        failed |= self.withdrawn.intersection(self.vetted)
        for person in self.vetted.keys() - failed:
            checks = self._applying(self.vetted[person])
            clear = all((person, check.id) in self.answers and self.answers[person, check.id][1] for check in checks)
            decided = person not in self.vetoes or self.vetoes[person].outcome
            must(clear and decided, "{person} is not decided: a check is not clear, or a veto is open", person=person)
        same_people("failed", body.failed, failed)
        same_people("passed", body.passed, self.vetted.keys() - failed)
        self.stage, self.passed = "vetted", body.passed
        self.founding.figures["vetted"] += len(self.vetted)

    def notice_published(self, act: Act, body: Any) -> None:
        plans = {plan.id: plan for plan in self.charter.notices}
        in_order(body.notice in plans)
        plan, earlier = plans[body.notice], self.notices.get(body.notice)
        if plan.before != "vet":
            self.founding.in_window(self.plan.id, "notice", act)
        stage, persons = {
            "vet": ("nominations", self.standing()),
            "shortlist": ("vetted", self.still(self.passed)),
            "poll": ("shortlisted", self.still(self.shortlist)),
        }[plan.before]
        in_order(self.stage == stage and self.all_closed())
        in_order(not earlier or not persons.issubset(earlier.persons))
        same_people("persons", body.persons, persons)
        check_period(self.charter, act.day, plan.days, plan.working_days, body.until)
        self.notices[body.notice] = SimpleNamespace(persons=body.persons, until=body.until, closed=False)

    def _running(self, id: str) -> Any:
        in_order(id in self.notices and not self.notices[id].closed)
        return self.notices[id]

    def objection_filed(self, act: Act, body: Any) -> None:
        notice = self._running(body.notice)
        in_order(act.day <= notice.until and body.objection not in self.objections)
        must(body.person in notice.persons, "{person} is not on the notice", person=body.person)
        case = SimpleNamespace(notice=body.notice, person=body.person, filed_by=act.actor, outcome="")
        self.objections[body.objection] = case

    def objection_answered(self, act: Act, body: Any) -> None:
        in_order(body.objection in self.objections and not self.objections[body.objection].outcome)
        act.not_by([self.objections[body.objection].filed_by])
        act.not_in_own_case(self.objections[body.objection].person)
        self.objections[body.objection].outcome = body.outcome
        if body.outcome == "upheld":
            self.upheld.add(self.objections[body.objection].person)
        self.founding.figures["objections"] += 1

    def notice_closed(self, act: Act, body: Any) -> None:
        notice = self._running(body.notice)
        must(act.day > notice.until, "it was closed early: it runs until {until}", until=notice.until)
        for id, case in self.objections.items():
            must(case.outcome or case.notice != body.notice, "the objection {objection} is not answered", objection=id)
        notice.closed = True
        self.founding.figures["notices"] += 1
