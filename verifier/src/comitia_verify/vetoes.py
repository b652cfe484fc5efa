"""Vetoes in one unit: proposed, seconded, served, replied to, reviewed by somebody else, appealed against."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comitia_verify.dossiers import Dossiers
from comitia_verify.findings import in_order, must
from comitia_verify.founding import Act
from comitia_verify.methods.period import check_period


@dataclass
class Veto:
    """Who decided on it, until when the nominee may reply or appeal, who reviewed it and heard the appeal, and how."""

    deciders: list[str]
    reply_by: date | None = None
    replied: bool = False
    reviewer: str = ""
    outcome: str = ""
    appeal_by: date | None = None
    appealed: bool = False
    heard_by: str = ""
    decided: str = ""


@dataclass
class Vetoes(Dossiers):
    vetoes: dict[str, Veto] = field(default_factory=dict)

    def reviewed(self, person: str) -> str:
        """What the review came to; nothing where one on whom it rests turned out to have a conflict of interest."""
        veto = self.vetoes[person]
        rests_on = (veto.reviewer, *(veto.deciders if veto.outcome == "stands" else ()))
        return "" if any(self.bound(officer, person) for officer in rests_on) else veto.outcome

    def result(self, person: str, day: date) -> str:
        """What has become of the nominee's veto on the day; lifted where there is none, nothing while it is open."""
        veto = self.vetoes.get(person)
        if veto is None or (veto.decided and not self.bound(veto.heard_by, person)):
            return veto.decided if veto else "lifted"
        own = self.reviewed(person)
        appealable = veto.appealed or (veto.appeal_by is not None and day <= veto.appeal_by)
        return "" if own == "stands" and appealable else own

    def _open(self, act: Act, person: str, reviewed: str = "") -> Veto:
        """The nominee's veto whose review is to come, or came to this, for somebody who has not decided on it."""
        in_order(self.stage == "vetting" and person in self.vetoes and self.reviewed(person) == reviewed)
        veto = self.vetoes[person]
        act.not_by([*veto.deciders, veto.reviewer, veto.heard_by])
        return veto

    def veto_proposed(self, act: Act, body: Any) -> None:
        plan = self.charter.vetting.veto
        in_order(body.ground in {ground.id for ground in plan.grounds})
        in_order(self.result(body.person, act.day) == "lifted")
        must("evidence" in act.sealed or not plan.evidence, "a veto has to come with evidence")
        self.said(act, body.person)
        self.vetoes[body.person] = Veto([act.actor])

    def veto_seconded(self, act: Act, body: Any) -> None:
        veto = self._open(act, body.person)
        in_order(len(veto.deciders) < self.charter.vetting.veto.deciders)
        self.unconcerned(act, body.person)
        veto.deciders.append(act.actor)

    def veto_notified(self, act: Act, body: Any) -> None:
        veto, plan = self._open(act, body.person), self.charter.vetting.veto
        in_order(not veto.reply_by and len(veto.deciders) == plan.deciders)
        self.unconcerned(act, body.person)
        check_period(self.charter, act.day, plan.reply_days, plan.working_days, body.reply_by)
        veto.reply_by = body.reply_by

    def veto_replied(self, act: Act, body: Any) -> None:
        veto = self._open(act, body.person)
        in_order(veto.reply_by and act.day <= veto.reply_by)
        self.unconcerned(act, body.person)
        veto.replied = True

    def veto_concluded(self, act: Act, body: Any) -> None:
        veto, plan = self._open(act, body.person), self.charter.vetting.veto
        in_order(not veto.decided)
        self.unconcerned(act, body.person)
        over = veto.reply_by and (veto.replied or act.day > veto.reply_by)
        must(over or body.outcome == "lifted", "the nominee may still reply")
        veto.outcome, veto.reviewer, veto.appeal_by, veto.appealed = body.outcome, act.actor, body.appeal_by, False
        free = self.reviewed(body.person)
        must(free, "somebody decided on this veto who has a conflict of interest with {person}", person=body.person)
        appeal = bool(plan.appeal_to) and body.outcome == "stands"
        in_order(appeal == (body.appeal_by is not None))
        if appeal:
            check_period(self.charter, act.day, plan.appeal_days, plan.working_days, body.appeal_by)

    def appeal_filed(self, act: Act, body: Any) -> None:
        veto = self._open(act, body.person, "stands")
        in_order(not veto.appealed and not veto.decided and veto.appeal_by and act.day <= veto.appeal_by)
        self.unconcerned(act, body.person)
        veto.appealed = True

    def appeal_decided(self, act: Act, body: Any) -> None:
        in_order(self.stage == "vetting" and body.person in self.vetoes)
        veto, court = self.vetoes[body.person], self.charter.vetting.veto.appeal_to
        in_order(veto.appealed and not self.result(body.person, act.day))
        sits = self.founding.holds(act.actor, "vetter", court)
        must(sits, "{actor} held no role for this act: {roles}", actor=act.actor, roles=court)
        act.not_by([*veto.deciders, veto.reviewer, veto.heard_by])
        self.unconcerned(act, body.person)
        veto.heard_by, veto.decided = act.actor, body.outcome
