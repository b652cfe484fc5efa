"""Whatever the office accepts in vetting, in any order, the verifier accepts too: two readings of the same rules."""

import shutil
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from comitia_verify.verification import Verification
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import OFFICERS, PERSONS, charter, named, organisations, replaced

from comitia.charter.model import Check, Named
from comitia.cli.records import export_bundle
from comitia.folder import Folder, found
from comitia.office import Office
from comitia.rules import RuleBroken
from comitia.stages.appeal import DecideAppeal, FileAppeal
from comitia.stages.apportion import Apportion
from comitia.stages.conflicts import DeclareConflict, WithdrawConflict
from comitia.stages.consultations import HoldConsultation
from comitia.stages.evidence import Attachment
from comitia.stages.founding import Appoint, RecordSeed
from comitia.stages.intent import Intent
from comitia.stages.nominate import AdoptRegister, CloseRound, EnterNominee, FileReturn, OpenRound, WithdrawNominee
from comitia.stages.opinions import GiveOpinion
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.tip_offs import RecordTipOff
from comitia.stages.vet import CloseVetting, OpenVetting, ReopenVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto

NORTH, WHY = "north", "why"
FILE = Attachment("a.pdf", 3, "a" * 64)
VETTERS = ("party", "party2", "disc", "both", "judge", "judge2")
CLEAR: tuple[Intent, ...] = (
    GiveOpinion(NORTH, "file", PERSONS),
    GiveOpinion(NORTH, "conduct", PERSONS),
    GiveOpinion(NORTH, "affairs", ("p2",)),
    HoldConsultation(NORTH, "members", PERSONS, 3, WHY),
)
ACTS: tuple[Intent, ...] = (
    *CLEAR,
    GiveOpinion(NORTH, "letters", ("p1",)),
    GiveOpinion(NORTH, "file", ("p1",), ("p6",), WHY),
    RecordTipOff(NORTH, "p1", 1, WHY, WHY),
    *(DeclareConflict(NORTH, officer, "p6", bond) for officer in ("party", "ro", "judge") for bond in ("kin", "self")),
    *(WithdrawConflict(NORTH, "party", person, WHY) for person in ("p6", "")),
    ReopenVetting(NORTH, WHY),
    WithdrawNominee(NORTH, "p5", WHY),
    MakeShortlist(NORTH),
)
VETO: tuple[Intent, ...] = (
    ProposeVeto(NORTH, "p6", "political", WHY, (FILE,)),
    SecondVeto(NORTH, "p6"),
    NotifyOfVeto(NORTH, "p6", WHY),
    ReplyToVeto(NORTH, "p6", WHY),
    ConcludeVeto(NORTH, "p6", "stands", WHY),
    ConcludeVeto(NORTH, "p6", "lifted", WHY),
    FileAppeal(NORTH, "p6", WHY),
    DecideAppeal(NORTH, "p6", "stands", WHY),
    DecideAppeal(NORTH, "p6", "lifted", WHY),
)
COURSE: tuple[Intent, ...] = (
    *CLEAR,
    ACTS[6],
    ACTS[4],
    *VETO[:5],
    *VETO[6:8],
    CloseVetting(NORTH),
    ReopenVetting(NORTH, WHY),
    *CLEAR[:1],
    CloseVetting(NORTH),
    MakeShortlist(NORTH),
)
STEP = st.tuples(
    st.sampled_from((*(() for _ in range(60)), *((act,) for act in (*ACTS, *VETO)))),
    st.sampled_from([*[True] * 19, False]),
    st.integers(0, 6),
    st.sampled_from([*[0] * 12, 1, 3]),
)
"""Other acts before a step of the course, whether it is taken, who of those who may takes it, and days that pass."""


class Clock:
    day = date(2026, 3, 2)

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vetting is open in the north, of a charter that asks for all there is."""
    plan, path, clock = charter(notices=()), tmp_path_factory.mktemp("vetting") / "election", Clock()
    checks = (
        replaced(plan.vetting.checks[0], valid_days=4),
        *plan.vetting.checks[1:],
        Check(**named("letters"), body="discipline", applies_when="tip-off"),
    )
    vetting = replaced(
        plan.vetting,
        bodies=(*plan.vetting.bodies, Named(**named("court"))),
        checks=checks,
        consult=(Named(**named("members")),),
        consult_by="discipline",
        veto=replaced(plan.vetting.veto, reply_days=1, evidence=True, appeal_to="court", appeal_days=2),
    )
    office = found(path, replaced(plan, vetting=vetting), "ro", clock=clock)
    for officer, role, scope in sorted(OFFICERS | {(judge, "vetter", "court") for judge in VETTERS[4:]}):
        if (officer, role) != ("ro", "returning_officer"):
            office.do(Appoint(officer, role, scope), "ro")  # type: ignore[arg-type]
    office.do(RecordSeed("3-1-4-1-5", "dice"), "ro")
    office.do(Apportion(), "ro")
    rows = (("n-1", NORTH, "branch", 10),)
    office.do(AdoptRegister(NORTH, organisations(office.given.archive, rows)), "sec")
    for person in PERSONS:
        office.do(EnterNominee(NORTH, person, {"name": person}, ("leading",) if person == "p2" else ("women",)), "sec")
    for round, day in (("first", 2), ("second", 7)):
        clock.day = date(2026, 3, day)
        office.do(OpenRound(NORTH, round), "sec")
        support = {person: 9 - place for place, person in enumerate(PERSONS)}
        office.do(FileReturn(NORTH, round, "n-1", 10, support), "sec")
        office.do(CloseRound(NORTH, round), "sec")
    clock.day = date(2026, 3, 16)
    office.do(OpenVetting(NORTH), "sec")
    return path


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=len(COURSE), max_size=len(COURSE)))
def test_what_the_office_accepts_in_vetting_is_verified(
    opened: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[tuple[Intent, ...], bool, int, int]]
) -> None:
    """The whole course of vetting, with steps left out, others between them, and anybody acting."""
    place, clock = tmp_path_factory.mktemp("moves"), Clock()
    shutil.copytree(opened, place / "election")
    folder = Folder(place / "election")
    office: Office = folder.office(clock)
    clock.day = date(2026, 3, 16)
    for own, (others, taken, who, days) in zip(COURSE, steps, strict=True):
        clock.day += timedelta(days=days)
        for intent in (*others, *([own] if taken else [])):
            officers = sorted(able(intent))
            for turn in range(len(officers) if intent is own else 1):  # the course goes on if anybody can go on with it
                with suppress(RuleBroken):
                    office.do(intent, officers[(who + turn) % len(officers)])
                    break
    export_bundle(folder, place / "bundle")
    wrong = Verification(place / "bundle").wrong
    assert wrong is None, (wrong.entry, wrong.template, wrong.figures)
    shutil.rmtree(place)


def able(intent: Intent) -> set[str]:
    """Those who hold a role for it; a check and an appeal are for one body."""
    roles = {"vetter": VETTERS, "secretary": ("sec",), "returning_officer": ("ro", "ro2")}
    bodies = {"file": {"party", "party2", "both"}, "letters": {"disc", "both"}, "affairs": {"disc", "both"}}
    bodies["conduct"] = bodies["letters"]
    if isinstance(intent, GiveOpinion):
        return bodies[intent.check]
    if isinstance(intent, DecideAppeal):
        return {"judge", "judge2", "both"}
    return {officer for role in intent.roles for officer in roles.get(role, ())}
