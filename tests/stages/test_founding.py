"""Founding: who may do what, the public seed, permissions to go without contest, and longer windows."""

import pytest
from making import Play, refused

from comitia.stages.apportion import Apportion
from comitia.stages.certify import SignCertificate
from comitia.stages.founding import (
    Appoint,
    Dismiss,
    ExtendWindow,
    OfficerAppointed,
    PermitMargin,
    RecordSeed,
    SeedRecorded,
    WindowExtended,
)
from comitia.stages.nominate import EnterNominee, FileReturn, OpenRound
from comitia.stages.poll import OpenPoll


def test_office_role_nobody_may_do_anything_unless_a_role_says_so(play: Play) -> None:
    with refused("office.role", "stranger may not do this (seats.apportion)", "returning officer (the whole election)"):
        play.do(Apportion(), "stranger")
    with refused("office.role", "let ro / ro2 act, or ask the returning officer to appoint stranger"):
        play.do(Apportion(), "stranger")
    for certifier in [officer for officer, role, _ in play.election.founding.officers if role == "certifier"]:
        play.do(Dismiss(certifier, "certifier"), "ro")
    with refused("office.role", "sec may not", "let an officer with that role act"):
        play.do(SignCertificate(), "sec")
    assert play.do(Apportion(), "ro")


def test_office_role_a_secretary_acts_in_the_own_unit_only(play: Play) -> None:
    play.apportioned()
    with refused("office.role", "sec may not do this (nominee.enter); who may: secretary (south)", "let sec-south act"):
        play.do(EnterNominee("south", "x1", {"name": "X"}), "sec")
    assert play.do(EnterNominee("south", "x1", {"name": "X"}), "sec-south")


def test_office_role_a_filer_files_for_the_own_organisation_only(play: Play) -> None:
    play.registered().do(OpenRound("north", "first"), "sec")
    with refused("office.role", "filer may not do this (return.file); who may: filer (n-2) or secretary (north)"):
        play.do(FileReturn("north", "first", "n-2", 8, {}), "filer")
    assert play.do(FileReturn("north", "first", "n-1", 9, {"p1": 9}), "filer")


def test_office_role_ends_with_dismissal(play: Play) -> None:
    play.do(Dismiss("cred", "credentials"), "ro")
    with refused("office.not-held", "cred does not hold the role credentials committee for the whole election"):
        play.do(Dismiss("cred", "credentials"), "ro")


def test_office_scope_is_a_place_where_the_role_means_something(play: Play) -> None:
    assert play.do(Appoint("new", "vetter", "party", "A name"), "ro") == [OfficerAppointed("new", "vetter", "party")]
    with refused("office.scope", "north is no place where somebody can be vetter", "party, discipline"):
        play.do(Appoint("new", "vetter", "north"), "ro")
    with refused("office.scope", "north is no place where somebody can be certifier", "the whole election"):
        play.do(Appoint("new", "certifier", "north"), "ro")


def test_office_last_officer_cannot_be_dismissed(play: Play) -> None:
    play.do(Dismiss("ro2", "returning_officer"), "ro")
    with refused("office.last-officer", "ro is the only returning officer", "appoint another one first"):
        play.do(Dismiss("ro", "returning_officer"), "ro")


def test_lot_seed_is_recorded_once(play: Play) -> None:
    assert play.do(RecordSeed("3-1-4", "dice"), "ro") == [SeedRecorded("3-1-4", "dice")]
    with refused("lot.seed", "recorded already", "cannot be changed"):
        play.do(RecordSeed("2-7-1", "dice"), "ro")


@pytest.mark.parametrize(("seed", "source"), [("", "dice"), (" ", "dice"), ("1\n2", "dice"), ("三", "dice"), ("1", "")])
def test_lot_seed_text_is_a_line_that_anyone_can_type(play: Play, seed: str, source: str) -> None:
    with refused("lot.seed-text", repr(seed)):
        play.do(RecordSeed(seed, source), "ro")


def test_charter_unit_an_act_names_a_unit_of_the_charter(play: Play) -> None:
    with refused("charter.unit", "the charter has no unit west", "use one of: north, south"):
        play.do(OpenPoll("west", 10), "sec")


def test_cn_p_03_a_unit_goes_without_contest_only_when_two_have_signed_the_permission(play: Play) -> None:
    """CN-P-03: with signed authority a margin of 0 % is accepted, without it is refused."""
    play.do(PermitMargin("north", "decision no. 5"), "ro")
    assert not play.election.founding.uncontested("north")
    with refused("margin.two-signatures", "ro has already recorded the permission for north"):
        play.do(PermitMargin("north", "decision no. 5"), "ro")
    play.do(PermitMargin("north", "decision no. 5"), "ro2")
    assert play.election.founding.uncontested("north")
    assert not play.election.founding.uncontested("south")


def test_margin_authority_both_signatures_name_the_same_decision(play: Play) -> None:
    with refused("margin.authority", "north"):
        play.do(PermitMargin("north", "  "), "ro")
    play.do(PermitMargin("north", "decision no. 5"), "ro")
    with refused("margin.authority", "names 'decision no. 6'", "names 'decision no. 5'"):
        play.do(PermitMargin("north", "decision no. 6"), "ro2")


def test_calendar_extension_is_later_and_never_beyond_certification(play: Play) -> None:
    assert play.do(ExtendWindow("north", "vet", "2026-03-28"), "ro") == [WindowExtended("north", "vet", "2026-03-28")]
    for closes in ("2026-03-27", "2026-03-28", "2026-05-01", "2026-4-1", "20260401", "2026-03-2x"):
        with refused("calendar.extension", f"vetting cannot be extended to {closes}", "2026-03-28", "2026-04-30"):
            play.do(ExtendWindow("north", "vet", closes), "ro")


def test_calendar_stage_is_one_of_the_calendar(play: Play) -> None:
    with refused("calendar.stage", "there is no stage supper", "nominate, vet, notice"):
        play.do(ExtendWindow("north", "supper", "2026-04-01"), "ro")


def test_calendar_early_and_late_nothing_happens_outside_its_window(play: Play) -> None:
    """CN-P-04: a step may not open before its time; the returning officer may extend a window."""
    entering = EnterNominee("north", "x1", {"name": "X"})
    play.apportioned().on("03-01")
    with refused("calendar.early", "north: the window of nominations opens on 2026-03-02; today is 2026-03-01"):
        play.do(entering, "sec")
    play.on("03-16")
    with refused(
        "calendar.late",
        "north: the window of nominations closed on 2026-03-15; today is 2026-03-16",
        "comitia extend north",
    ):
        play.do(entering, "sec")
    play.do(ExtendWindow("north", "nominate", "2026-03-16"), "ro")
    assert play.do(entering, "sec")
