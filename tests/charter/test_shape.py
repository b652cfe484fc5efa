"""Files whose values do not have the shape of a charter."""

import tomllib

import pytest

from comitia.charter import shape
from comitia.charter.finding import dotted
from comitia.charter.model import Charter
from comitia.charter.shipped import shipped_text


def document() -> dict:
    return tomllib.loads(shipped_text("co-operative"))


def found(document: dict) -> dict[str, str]:
    _, findings = shape.read(document)
    return {dotted(finding.path): finding.broken.rule.id for finding in findings}


def test_every_key_without_a_default_is_asked_for():
    required = {"id", "name", "body", "calendar", "seats", "units", "levels", "groups", "nomination", "margins"}
    required |= {"vetting", "notices", "quotas", "poll", "counting", "retention"}
    assert found({}) == dict.fromkeys(required, "charter.missing-key")


def test_keys_left_out_have_their_defaults():
    sound, findings = shape.read(document())
    assert not findings
    charter = Charter(**sound)
    assert charter.certifiers == 2
    assert charter.credentials_grounds == ()
    assert charter.units[0].shares == {}
    assert charter.vetting.veto.working_days is False


def test_a_key_with_a_fault_inside_is_not_sound_and_the_others_are():
    wrong = document()
    wrong["units"][1]["members"] = "many"
    sound, findings = shape.read(wrong)
    assert [finding.path for finding in findings] == [("units", 1, "members")]
    assert sound.keys() == set(Charter.__struct_fields__) - {"units"}


def test_everything_wrong_is_found_at_once():
    wrong = document()
    wrong["seats"] = 7
    wrong["levels"] = "two"
    wrong["groups"] = [{"id": "Women", "name": "Women"}, 3]
    wrong["units"][0]["shares"] = {"Women": "15 %", "men": 0.85}
    wrong["units"][1] |= {"members": 0, "color": "red"}
    wrong["calendar"]["windows"][2] = {"stage": "notices", "opens": "1 March"}
    wrong["vetting"]["veto"] |= {"deciders": 1, "working_days": 1, "reply_days": 40_000}
    wrong["sites"] = []
    assert found(wrong) == {
        "seats": "charter.table",
        "levels": "charter.list",
        "groups[1].id": "charter.id",
        "groups[1].name": "charter.table",
        "groups[2]": "charter.table",
        "units[1].shares.Women": "charter.id",
        "units[2].members": "charter.whole-number",
        "units[2].color": "charter.unknown-key",
        "calendar.windows[3].stage": "charter.choice",
        "calendar.windows[3].opens": "charter.date",
        "calendar.windows[3].closes": "charter.missing-key",
        "vetting.veto.deciders": "charter.whole-number",
        "vetting.veto.working_days": "charter.yes-or-no",
        "vetting.veto.reply_days": "charter.whole-number",
        "sites": "charter.unknown-key",
    }


def test_the_values_of_a_table_with_free_keys_are_read():
    wrong = document()
    wrong["units"][0]["shares"] = {"women": 0.85, "men": "85 %"}
    assert found(wrong) == {"units[1].shares.women": "charter.ratio"}


@pytest.mark.parametrize("value", [None, [], {}, "x", 1, True, 1.5])
@pytest.mark.parametrize("key", Charter.__struct_fields__)
def test_no_value_at_any_key_is_too_strange(key: str, value: object):
    wrong = document() | {key: value}
    sound, findings = shape.read(wrong)
    assert (key in sound) != bool(findings)
