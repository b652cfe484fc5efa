"""A small election, as the documents are given it: three units, one tie, one shortage, one hostile name."""

from datetime import date
from fractions import Fraction

from comitia.charter import model
from comitia.documents.count_sheet import CountSheet, Line
from comitia.documents.imprint import Imprint, Person
from comitia.documents.report import (
    Bounds,
    Contest,
    Group,
    LevelTurnout,
    Report,
    Steps,
    Stretch,
    Turnout,
    UnitFigures,
    Vote,
)
from comitia.methods.approval import OVERVOTE, UNREADABLE
from comitia.texts import Text

HOSTILE = "<script>alert('x')</script>"
PERSONS = (
    Person("n-0007", "阿卜杜拉·买买提"),
    Person("n-0012", "𠮷野 𬱖"),
    Person("n-0003", "Nguyễn Thị Minh-Khai"),
    Person("n-0001", HOSTILE),
    Person("n-0020", ""),
)


def named(id: str, en: str, zh: str) -> dict[str, object]:
    return {"id": id, "name": Text(en, zh)}


def imprint(official: bool = False, rehearsal: bool = True) -> Imprint:
    return Imprint(
        body=Text("Harbour Co-operative", "海港合作社"),
        election=Text("Assembly of delegates 2026", "2026年代表大会"),
        official=official,
        rehearsal=rehearsal,
        entry=1234,
        root="5f" * 32,
    )


def charter() -> model.Charter:
    third = Fraction(1, 3)
    return model.Charter(
        **named("harbour", "Assembly of delegates 2026", "2026年代表大会"),
        body=Text("Harbour Co-operative", "海港合作社"),
        calendar=model.Calendar(
            zone="Asia/Shanghai",
            windows=tuple(
                model.Window(stage, date(2026, month, 1), date(2026, month, 28))
                for month, stage in enumerate(model.STAGES, start=2)
            ),
        ),
        seats=model.Seats(total=23, method="webster"),
        units=(
            model.Unit(**named("north", "North & Docks", "北区和码头"), members=5200, shares={"women": Fraction(2, 5)}),
            model.Unit(**named("south", "South", "南区"), members=4100, shares={"women": third}),
            model.Unit(**named("isles", "Isles", "群岛"), members=1300, kind="remote"),
        ),
        levels=(model.Level(**named("branch", "Branch", "支部")), model.Level(**named("unit", "Unit", "选举单位"))),
        groups=(
            model.Named(**named("women", "Women", "妇女")),
            model.Named(**named("front", "Front line", "生产和工作一线")),
        ),
        nomination=model.Nomination(rounds=(model.Round("first", date(2026, 2, 1), date(2026, 2, 20)),)),
        margins=model.Margins(
            vetted=model.Margin(at_least=Fraction(1, 5)), ballot=model.Margin(more_than=Fraction(3, 20))
        ),
        vetting=model.Vetting((), (), model.Veto(())),
        notices=(),
        quotas=(
            model.Quota(
                **named("front-line", "Front line at least a third", "一线不少于三分之一"),
                group="front",
                at_least=third,
            ),
            model.Quota(
                **named("women-elected", "Women", "妇女"),
                group="women",
                of="elected",
                kinds=("unit",),
                as_membership=True,
            ),
        ),
        poll=model.Poll(model.Quorum(more_than=Fraction(1, 2))),
        counting=model.Counting(more_than=Fraction(1, 2)),
        retention=model.Retention(papers_days=365, personal_days=730),
        assumed=("seats.method",),
    )


def report() -> Report:
    units = {
        "north": UnitFigures(
            seats=12,
            turnout=Turnout(organisations=260, returned=259, members=5200, participants=5127),
            steps=Steps(nominees=30, vetted=18, placed=1, passed=17, candidates=14, elected=12, confirmed=11),
            vetted=Contest(candidates=18, least=15, margin=Fraction(6, 12)),
            ballot=Contest(candidates=14, least=14, margin=Fraction(2, 12)),
            groups={"women": Group(6, 5, 5), "front": Group(5, 4, 4)},
            bounds={"front-line": Bounds(5, 14), "women-elected": Bounds(5, 12)},
            votes=(
                Vote(1, "first", 12, 240, 238, 236, 2, 121, 11, 2, 0),
                Vote(2, "tie", 1, 240, 231, 231, 0, 0, 1, 0, 0),
            ),
        ),
        "south": UnitFigures(
            seats=9,
            turnout=Turnout(organisations=205, returned=200, members=4100, participants=3899),
            steps=Steps(nominees=21, vetted=12, placed=0, passed=11, candidates=11, elected=8, confirmed=8),
            vetted=Contest(candidates=12, least=11, margin=Fraction(3, 9)),
            ballot=Contest(candidates=11, least=11, margin=Fraction(2, 9)),
            groups={"women": Group(4, 2, 2), "front": Group(3, 3, 3)},
            bounds={"front-line": Bounds(4, 11), "women-elected": Bounds(3, 9)},
            votes=(
                Vote(1, "first", 9, 180, 171, 170, 1, 91, 6, 0, 3),
                Vote(2, "second", 3, 180, 160, 160, 0, 91, 2, 0, 1, lot=1),
            ),
        ),
        "isles": UnitFigures(
            seats=2,
            turnout=Turnout(organisations=65, returned=65, members=1300, participants=1300),
            steps=Steps(nominees=4, vetted=2, placed=0, passed=2, candidates=2, elected=2, confirmed=2),
            vetted=Contest(candidates=2, least=2, margin=Fraction(0)),
            ballot=Contest(candidates=2, least=2, margin=Fraction(0)),
            groups={"women": Group(1, 1, 1), "front": Group(1, 1, 1)},
            bounds={"front-line": Bounds(1, 2)},
            votes=(Vote(1, "first", 2, 60, 55, 55, 0, 31, 2, 0, 0),),
            exempt=True,
        ),
    }
    return Report(
        imprint=imprint(official=True, rehearsal=False),
        charter=charter(),
        units=units,
        levels=(
            LevelTurnout(Text("Branch", "支部"), 530, 524, Fraction(3, 5)),
            LevelTurnout(Text("Unit", "选举单位"), 3, 1, Fraction(3899, 4100)),
        ),
        timeline=tuple(
            Stretch(stage, date(2026, month, 1), date(2026, month, 28), date(2026, month, 3), date(2026, month, 20))
            for month, stage in enumerate(model.STAGES, start=2)
        ),
    )


def count_sheet() -> CountSheet:
    results = ("elected", "tied", "tied", "not-elected", "not-elected")
    approvals = (70, 60, 60, 41, 0)
    return CountSheet(
        imprint=imprint(),
        unit=Text("North & Docks", "北区和码头"),
        day=date(2026, 6, 8),
        round=1,
        kind="first",
        places=2,
        due=100,
        present=91,
        issued=91,
        returned=90,
        valid=86,
        blank=3,
        invalid=((OVERVOTE, 3), (UNREADABLE, 1)),
        base="due",
        needed=51,
        lines=tuple(
            Line(person, approve, 86 - approve - 5, 5, result)
            for person, approve, result in zip(PERSONS, approvals, results, strict=True)
        ),
        tied_places=1,
        open=0,
        scrutineers=("Li Na", "О. Петрова"),
    )
