"""The catalogue: every rule has its sentences, its sources, and a test that names it."""

import csv
import re
from pathlib import Path

import pytest
from making import refused

import comitia.folder
import comitia.office  # noqa: F401  (enters all rules in the catalogue)
from comitia.rules import CATALOGUE, Fault, Rule, RulesBroken, rule
from comitia.texts import Sentence, Text

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "src" / "comitia"
RULE_SETS = TESTS.parents[1] / "shared" / "rules" / "rules.csv"
WITH_TESTS_HERE = [*sorted((SOURCES / "stages").glob("*.py")), SOURCES / "office.py", SOURCES / "folder.py"]


def declared(path: Path) -> list[str]:
    return re.findall(r'\brule\(\s*"([a-z.-]+)"', path.read_text(encoding="utf-8"))


def test_every_rule_of_the_stages_and_the_office_has_a_test_that_names_it() -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    ids = [id for path in WITH_TESTS_HERE for id in declared(path)]
    assert len(ids) > 80
    assert [id for id in ids if f'refused("{id}"' not in told and f'refused(\n        "{id}"' not in told] == []


def test_every_rule_that_is_declared_is_in_the_catalogue() -> None:
    assert {id for path in WITH_TESTS_HERE for id in declared(path)} <= CATALOGUE.keys()


@pytest.mark.parametrize("one", CATALOGUE.values(), ids=list(CATALOGUE))
def test_a_rule_says_what_holds_what_was_wrong_and_what_to_do(one: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z]+(-[a-z]+)*)+", one.id)
    assert one.says.endswith(".") and one.says[0].isupper()
    assert one.refusal and not one.refusal.endswith(".")
    assert one.cure and not one.cure.endswith(".") and (one.cure[0].islower() or not one.cure[0].isalpha())


def test_every_source_is_in_the_rule_sets() -> None:
    if not RULE_SETS.exists():
        pytest.skip("the rule sets are not beside this repository (../shared/rules/rules.csv)")
    with RULE_SETS.open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert {source for one in CATALOGUE.values() for source in one.sources} - known == set()


A_RULE = Rule("test.rule", "Something holds.", "{n} of {m}", "add {missing}")


def test_a_refusal_names_the_rule_the_figures_and_the_cure() -> None:
    with refused("test.rule", "test.rule: 2 of 3; add 1"):
        raise A_RULE.broken(n=2, m=3, missing=1)


def test_a_figure_that_the_texts_name_is_never_forgotten() -> None:
    with pytest.raises(KeyError, match="missing"):
        A_RULE.broken(n=2, m=3)


def test_an_id_is_taken_once() -> None:
    with pytest.raises(ValueError, match=r"office\.role is declared twice"):
        rule("office.role", says="", refusal="", cure="")


def test_all_faults_of_a_file_are_told_with_their_places() -> None:
    parameters = {"n": 2, "m": 3, "missing": 1}
    faults = (Fault(A_RULE, parameters, "people.csv", 4, 2), Fault(A_RULE, parameters, "people.csv"))
    assert str(RulesBroken(faults)).splitlines() == [
        "people.csv:4:2: test.rule: 2 of 3; add 1",
        "people.csv: test.rule: 2 of 3; add 1",
    ]


def test_a_sentence_may_hold_texts_and_sentences_and_never_reads_them_as_templates() -> None:
    inner = Sentence("{who} waits", {"who": Text("{North}", "北")})
    assert str(Sentence("{reason}: {code}", {"reason": inner, "code": "{0}"})) == "{North} waits: {0}"
