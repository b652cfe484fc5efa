"""The persons who may be nominated, as a file has them and as the record commits to them."""

from hashlib import sha256
from pathlib import Path

import pytest

from comitia.register.original import original
from comitia.register.persons import Known, Person, groups_of, persons_table, read_persons
from comitia.rules import RulesBroken
from comitia.tables.archive import Archive

KNOWN = Known("u", ("women", "minority", "frontline"))


def written(folder: Path, text: str) -> Path:
    path = folder / "persons.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_persons_with_groups_and_details(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "人员编号,姓名,类别,民族\n"
        "p2,买买提·吐尔逊,minority frontline,维吾尔\n"
        "p1,𠅤 欣,women；women、minority,\n"
        'p3,Ann Lee,"frontline, women",\n',
    )
    assert read_persons(original(path), KNOWN) == [
        Person("p1", ("minority", "women"), {"name": "𠅤 欣"}),
        Person("p2", ("frontline", "minority"), {"name": "买买提·吐尔逊", "民族": "维吾尔"}),
        Person("p3", ("frontline", "women"), {"name": "Ann Lee"}),
    ]


def test_groups_may_be_blank_and_absent_where_the_charter_has_none(tmp_path: Path) -> None:
    expected = [Person("p1", (), {"name": "a"})]
    assert read_persons(original(written(tmp_path, "person,name,groups\np1,a,\n")), KNOWN) == expected
    assert read_persons(original(written(tmp_path, "person,name\np1,a\n")), Known("u", ())) == expected


def test_groups_under_an_unknown_header_are_not_lost_in_silence(tmp_path: Path) -> None:
    with pytest.raises(RulesBroken) as broken:
        read_persons(original(written(tmp_path, "person,name,kind\np1,a,women\n")), KNOWN)
    (fault,) = broken.value.faults
    assert (fault.rule.id, fault.row, fault.message.parameters["column"]) == ("sheet.header-missing", 1, "groups")


def test_every_fault_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, "person,name,groups\np1,a,women\np1,b,men women elders\n")
    with pytest.raises(RulesBroken) as refusal:
        read_persons(original(path), KNOWN)
    assert str(refusal.value).splitlines() == [
        "persons.csv:3:1: person.duplicate: p1 is in row 2 already; delete one of the rows, or correct the number",
        *(
            f"persons.csv:3:3: person.group: the charter has no group {group}; its groups are "
            "frontline, minority, women; write ids of the charter's groups, separated by spaces"
            for group in ("elders", "men")
        ),
    ]


def test_the_table_holds_numbers_groups_and_commitments_only(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    seals = [sha256(salt).hexdigest() for salt in (b"1", b"2")]
    table = persons_table(archive, [("p2", ("women", "minority"), seals[0]), ("p1", (), seals[1])])
    assert list(archive.rows(table)) == [("p1", "", seals[1]), ("p2", "minority women", seals[0])]
    assert groups_of(archive, table) == {"p1": (), "p2": ("minority", "women")}
