"""The rule catalogue: every rule has an id, a plain sentence, its sources, and says what cures a breach.

A rule is declared beside the one function that enforces it::

    MARGIN = rule(
        "contest.margin",
        says=N_("There are more candidates than seats, by the margin that the charter asks."),
        refusal=N_("{candidates} candidates for {seats} seats is {margin} %, and must be {wanted}"),
        cure=N_("add {missing} more"),
        sources=("CN-P-01",),
    )
    ...
    raise MARGIN.broken(candidates=23, seats=20, margin="15.0", wanted="more than 15 %", missing=1)

``sources`` are ids of the rule sets that the rule was taken from (documents and articles), cited by the tests.
"""

from string import Formatter

import msgspec

from comitia.texts import Parameter, Sentence

CATALOGUE: dict[str, "Rule"] = {}


class RuleBroken(Exception):
    """A refusal: which rule, with which figures, and what would cure it. Nothing has been changed."""

    def __init__(self, rule: "Rule", parameters: dict[str, Parameter]) -> None:
        self.rule = rule
        self.parameters = parameters
        super().__init__(f"{rule.id}: {self.message}; {self.cure}")

    @property
    def message(self) -> Sentence:
        return Sentence(self.rule.refusal, self.parameters)

    @property
    def cure(self) -> Sentence:
        return Sentence(self.rule.cure, self.parameters)


class Rule(msgspec.Struct, frozen=True):
    """One rule of the catalogue; see the module's text for the fields."""

    id: str
    says: str
    refusal: str
    cure: str
    sources: tuple[str, ...] = ()

    def broken(self, **parameters: Parameter) -> RuleBroken:
        """The refusal under this rule. Raises KeyError where a parameter that the texts name is missing."""
        for text in (self.refusal, self.cure):
            for _, name, _, _ in Formatter().parse(text):
                if name is not None:
                    parameters[name]
        return RuleBroken(self, parameters)


def rule(id: str, *, says: str, refusal: str, cure: str, sources: tuple[str, ...] = ()) -> Rule:
    """Declare a rule and enter it in the catalogue. Raises ValueError where the id is taken."""
    if id in CATALOGUE:
        raise ValueError(f"rule {id} is declared twice")
    CATALOGUE[id] = Rule(id, says, refusal, cure, sources)
    return CATALOGUE[id]


class Fault(msgspec.Struct, frozen=True):
    """A broken rule with its place in a file. ``row`` and ``column`` count from 1; 0 means the whole file (row).

    In a table ``row`` is the line of the sheet, its header being row 1; in a charter it is the line of the text.
    """

    rule: Rule
    parameters: dict[str, Parameter]
    file: str
    row: int = 0
    column: int = 0

    @property
    def message(self) -> Sentence:
        return Sentence(self.rule.refusal, self.parameters)

    @property
    def cure(self) -> Sentence:
        return Sentence(self.rule.cure, self.parameters)

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(number) for number in (self.row, self.column) if number)])
        return f"{place}: {self.rule.id}: {self.message}; {self.cure}"


class RulesBroken(Exception):
    """Everything that is wrong with a file, at once. Nothing has been changed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
