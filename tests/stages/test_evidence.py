"""Evidence: a veto may need it, its names are sealed, and hostile names are refused before they come near a path."""

import pytest
from making import PERSONS, Play, refused, replaced

from comitia.stages.evidence import LARGEST, MOST, Attachment, attachments, is_plain
from comitia.stages.opinions import GiveOpinion
from comitia.stages.tip_offs import RecordTipOff
from comitia.stages.vet import CloseVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto

FILE = Attachment("档案 1.pdf", 12_345, "a" * 64)


def veto(*files: Attachment) -> ProposeVeto:
    return ProposeVeto("north", "p6", "political", "reasons", files)


@pytest.fixture
def strict(play: Play) -> Play:
    """The charter asks for evidence with every veto."""
    plan = play.election.charter
    vetting = replaced(plan.vetting, veto=replaced(plan.vetting.veto, evidence=True))
    play.election.founding.charter = replaced(plan, vetting=vetting)
    return play.vetting().opinions("north", PERSONS)


def test_cn_p_08_a_veto_has_a_ground_code_evidence_and_two_deciders(strict: Play) -> None:
    """CN-P-08: veto recorded with ground code, evidence ref, two deciders."""
    with refused("veto.evidence", "nothing is attached that bears out the veto of p6", "--evidence FILE"):
        strict.do(veto(), "party")
    strict.do(veto(FILE), "party")
    entry = strict.entries[-1]
    assert entry.body == {"unit": "north", "person": "p6", "ground": "political"}
    assert attachments(strict.openings[entry.sealed["evidence"]].content) == (FILE,)
    with refused("veto.deciders"):
        strict.do(SecondVeto("north", "p6"), "party")
    strict.do(SecondVeto("north", "p6"), "disc")
    for act, officer in (
        (NotifyOfVeto("north", "p6", "letter"), "sec"),
        (ReplyToVeto("north", "p6", "reply", (FILE,)), "sec"),
        (ConcludeVeto("north", "p6", "stands", "reasons"), "ro"),
    ):
        strict.do(act, officer)
    (closed,) = strict.do(CloseVetting("north"), "sec")
    assert closed.failed == ("p6",)  # type: ignore[attr-defined]


def test_an_act_without_files_seals_no_part_for_them(strict: Play) -> None:
    strict.do(GiveOpinion("north", "file", ("p1",)), "party")
    assert strict.entries[-1].sealed == {}
    assert attachments(None) == ()


HOSTILE = (
    "",
    ".",
    "..",
    "../key",
    "/etc/passwd",
    "a/b",
    "a\\b",
    ".bashrc",
    "-rf",
    "C:",
    "a\x00b",
    "a\nb",
    "a\x1b[2J",
    "photo\u202egpj.exe",
    "a\u200bb",
    " a",
    "a ",
    "a.",
    "a" * 201,
    "字" * 67,
)


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_evidence_name_is_a_plain_one(strict: Play, name: str) -> None:
    assert not is_plain(name)
    with refused("evidence.name", "rename the file"):
        strict.do(RecordTipOff("north", "p1", 1, "text", "grounds", "", (replaced(FILE, name=name),)), "party")


@pytest.mark.parametrize("name", ["a", "档案 1.pdf", "Zeugnis (Kopie).PDF", "a" * 200, "字" * 66])
def test_ordinary_names_are_plain(name: str) -> None:
    assert is_plain(name)


def test_evidence_name_stands_once(strict: Play) -> None:
    with refused("evidence.name", "is named twice"):
        strict.do(veto(FILE, replaced(FILE, sha256="b" * 64)), "party")


def test_evidence_size_has_a_limit_on_both_sides(strict: Play) -> None:
    for size in (0, LARGEST + 1):
        with refused("evidence.size", f"{FILE.name}, bytes: {size}", f"1 to {LARGEST} bytes, at most {MOST}"):
            strict.do(veto(replaced(FILE, size=size)), "party")
    many = tuple(replaced(FILE, name=f"{number}.pdf") for number in range(MOST + 1))
    with refused("evidence.size", "files with this act: 51"):
        strict.do(veto(*many), "party")
    assert strict.do(veto(*many[:MOST]), "party")
