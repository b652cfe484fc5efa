"""A whole small election through the office, with everything that goes wrong in a real one, to a certified result."""

from datetime import UTC, datetime
from pathlib import Path

from making import OFFICERS, ORGANISATIONS, charter, organisations, refused

from comitia.election import event_of
from comitia.folder import Folder, found
from comitia.office import Office
from comitia.stages.apportion import Apportion
from comitia.stages.certify import ElectionCertified, SignCertificate
from comitia.stages.count import ConfirmTally, EnterPapers, OutcomeDeclared
from comitia.stages.credentials import ReviewCredentials
from comitia.stages.founding import Appoint, PermitMargin, RecordSeed
from comitia.stages.intent import Intent
from comitia.stages.nominate import (
    AdoptRegister,
    CloseRound,
    EnterNominee,
    FileReturn,
    OpenRound,
    PlaceNominee,
    WithdrawNominee,
)
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.poll import AccountPapers, ApproveScrutineers, DeclareValidity, OpenPoll, RecordAttendance
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.vet import CloseVetting, OpenVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto

NORTH = ("p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8")
SOUTH = ("q1", "q2")
NAMES = {"p1": "阿依古丽·买买提", "p2": "𬱖雪", "p3": "Dương Thị Hoa", "q1": "Seán Ó Briain"}


class House:
    """The office on its folder, a calendar on the wall, and everybody's hands."""

    def __init__(self, path: Path) -> None:
        self.path, self.day = path, "02-23"
        self.office: Office = found(path, charter(), "ro", clock=self.clock)

    def clock(self) -> datetime:
        return datetime.fromisoformat(f"2026-{self.day}T12:00:00").replace(tzinfo=UTC)

    def on(self, day: str) -> None:
        self.day = day

    def do(self, officer: str, *intents: Intent) -> None:
        for intent in intents:
            self.office.do(intent, officer)

    def vote(self, unit: str, papers: list[str], due: int, void: bool = False) -> OutcomeDeclared | None:
        """A meeting from its opening to the signed tally."""
        secretary, first, second = ("sec", "s1", "s2") if unit == "north" else ("sec-south", "t1", "t2")
        self.do(
            secretary,
            OpenPoll(unit, due),
            RecordAttendance(unit, len(papers)),
            ApproveScrutineers(unit, (first, second)),
        )
        self.do(first, AccountPapers(unit, len(papers) - void, len(papers)))
        self.do(secretary, DeclareValidity(unit))
        if void:
            return None
        self.do(first, EnterPapers(unit, tuple(papers)))
        outcome = event_of(self.office.do(ConfirmTally(unit), second).entries[-1])
        assert isinstance(outcome, OutcomeDeclared)
        return outcome

    def candidates(self, unit: str = "north") -> tuple[str, ...]:
        return self.office.election.candidates(unit)


def chapter_preparations(house: House) -> None:
    for officer, role, scope in sorted(OFFICERS - {("ro", "returning_officer", "")}):
        house.do("ro", Appoint(officer, role, scope, f"Officer {officer}"))  # type: ignore[arg-type]
    house.do("ro", RecordSeed("4-4-2-6-1", "dice thrown in public on 23 February"), Apportion())


def chapter_nominations(house: House) -> None:
    for unit, secretary, persons in (("north", "sec", NORTH), ("south", "sec-south", SOUTH)):
        house.on("03-02")
        archive = house.office.given.archive
        house.do(secretary, AdoptRegister(unit, organisations(archive, ORGANISATIONS[unit])))
        for person in persons:
            groups = ("women",) if person in {"p1", "p3", "q1"} else ("leading",) if person == "p2" else ()
            house.do(secretary, EnterNominee(unit, person, {"name": NAMES.get(person, f"Name {person}")}, groups))
    house.do("ro", PlaceNominee("south", "q3", "decision no. 9", {"name": "Placed by the council"}))
    for round, day in (("first", "03-03"), ("second", "03-08")):
        house.on(day)
        for unit, secretary, persons in (("north", "sec", NORTH), ("south", "sec-south", SOUTH)):
            house.do(secretary, OpenRound(unit, round))
            for organisation, _, _, members in ORGANISATIONS[unit]:
                if members:
                    support = {person: members - place for place, person in enumerate(persons) if members > place}
                    house.do(secretary, FileReturn(unit, round, organisation, members, support))
            house.do(secretary, CloseRound(unit, round))


def chapter_objection(house: House) -> None:
    """Somebody objects to p8, and is right."""
    house.on("03-12")
    house.do("sec", PublishNotice("north", "names"), FileObjection("north", "names", "p8", "moved away", "a neighbour"))
    house.do("sec-south", PublishNotice("south", "names"))
    house.on("03-15")
    with refused("notice.unanswered", "north-1"):
        house.do("sec", CloseNotice("north", "names"))
    house.do("ro2", AnswerObjection("north", "north-1", "upheld", "he has", "says that he has"))
    with refused("notice.unanswered", "north-1"):
        house.do("sec", CloseNotice("north", "names"))
    house.do("ro", ConfirmObjection("north", "north-1"))
    house.do("sec", CloseNotice("north", "names"))
    house.do("sec-south", CloseNotice("south", "names"))


def chapter_vetting(house: House) -> None:
    """A veto on p7 runs its course with a reply. In the south q2 withdraws; q1 and q3 may stand without contest."""
    house.on("03-16")
    vetted = NORTH[:7]
    house.do("sec", OpenVetting("north"))
    house.do("party", GiveOpinion("north", "file", vetted), ProposeVeto("north", "p7", "political", "what he did"))
    house.do(
        "disc",
        GiveOpinion("north", "conduct", vetted),
        GiveOpinion("north", "affairs", ("p2",)),
        SecondVeto("north", "p7"),
    )
    house.do("sec", NotifyOfVeto("north", "p7", "handed over"))
    with refused("veto.reply", "p7 may reply until 2026-03-19"):
        house.do("ro", ConcludeVeto("north", "p7", "stands", "as the review found"))
    house.on("03-18")
    house.do("sec", ReplyToVeto("north", "p7", "I did it, and would again"))
    house.do("ro", ConcludeVeto("north", "p7", "stands", "as the review found"))
    house.do("sec", CloseVetting("north"))

    house.do("sec-south", WithdrawNominee("south", "q2", "I withdraw."))
    with refused("contest.margin-strict", "south: 2 candidates for 2 seats is 0.0 %"):
        house.do("sec-south", OpenVetting("south"))
    house.do("ro", PermitMargin("south", "exemption no. 3"))
    with refused("contest.margin-strict"):
        house.do("sec-south", OpenVetting("south"))
    house.do("ro2", PermitMargin("south", "exemption no. 3"))
    house.do("sec-south", OpenVetting("south"))
    house.do("party", GiveOpinion("south", "file", ("q1", "q3")))
    house.do("disc", GiveOpinion("south", "conduct", ("q1", "q3")))
    house.do("sec-south", CloseVetting("south"))


def chapter_shortlists(house: House) -> None:
    """A withdrawal breaks the margin; the shortlist is made and published again."""
    house.on("03-21")
    house.do("sec", MakeShortlist("north"), PublishNotice("north", "candidates"))
    house.do("sec-south", MakeShortlist("south"), PublishNotice("south", "candidates"))
    house.on("04-01")
    house.do("sec", CloseNotice("north", "candidates"))
    house.do("sec-south", CloseNotice("south", "candidates"))
    leaver = house.candidates()[-1]
    house.do("sec", WithdrawNominee("north", leaver, "I withdraw."))
    with refused("contest.margin-strict", "north: 3 candidates for 3 seats is 0.0 %"):
        house.do("sec", OpenPoll("north", 10))
    house.do("sec", MakeShortlist("north", 5), PublishNotice("north", "candidates"))
    assert leaver not in house.candidates()
    assert len(house.candidates()) == 5
    with refused("poll.none"):
        house.do("sec", OpenPoll("north", 10))
    house.on("04-05")
    house.do("sec", CloseNotice("north", "candidates"))


def chapter_polls(house: House) -> None:
    """In the north three tie for two places, and the run-off is void once. In the south a place stays open at first."""
    a, b, c, d, _ = house.candidates()
    tie = house.vote("north", ["+++00"] * 3 + ["++0+0"] * 3 + ["+0++0"] * 3 + ["+0000"], 10)
    assert tie == OutcomeDeclared("north", 6, (a,), (b, c, d), 2)
    assert house.vote("north", ["++0"] * 10, 10, void=True) is None
    assert house.vote("north", ["++0"] * 5 + ["+0-"] * 2 + ["00+"] * 3, 10) == OutcomeDeclared("north", 0, (b, c))

    assert house.vote("south", ["++", "++", "+0", "+-"], 5) == OutcomeDeclared("south", 3, ("q1",), open=1)
    assert house.vote("south", ["+", "+", "+", "0"], 5) == OutcomeDeclared("south", 3, ("q3",))
    kinds = {unit: [vote.opened.kind for vote in held.votes] for unit, held in house.office.election.polls.items()}
    assert kinds == {"north": ["first", "tie", "tie"], "south": ["first", "second"]}


def chapter_result(house: House) -> None:
    house.do("cred", ReviewCredentials("north"), ReviewCredentials("south", {"q3": "ineligible"}, "not a member"))
    house.do("cert1", SignCertificate())
    house.do("cert2", SignCertificate())


def test_the_whole_election(tmp_path: Path) -> None:
    house = House(tmp_path / "election")
    for chapter in (
        chapter_preparations,
        chapter_nominations,
        chapter_objection,
        chapter_vetting,
        chapter_shortlists,
        chapter_polls,
        chapter_result,
    ):
        chapter(house)
    election = Folder(house.path).office(house.clock).election
    assert election == house.office.election
    certified = election.certificate.certified
    assert isinstance(certified, ElectionCertified)
    assert (certified.seats, certified.vacant, certified.delegates.rows) == (5, 1, 4)
    store = Folder(house.path).store()
    public = b"".join(store.leaves()).decode()
    for opening in (*NAMES.values(), "Placed by the council", "a neighbour", "what he did", "I did it", "Officer cred"):
        assert opening not in public
    store.close()
