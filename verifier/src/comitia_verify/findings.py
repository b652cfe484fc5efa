"""What the verifier finds wrong: a template with its figures, so that it can be said in each language."""

from collections.abc import Iterable


class Wrong(Exception):
    """The first thing that is wrong, and the end of the verification. ``entry``: the number and kind of the entry."""

    def __init__(self, template: str, **figures: object) -> None:
        super().__init__(template)
        self.template, self.figures, self.entry = template, figures, ""


def must(holds: object, template: str, **figures: object) -> None:
    """Raise Wrong unless it holds."""
    if not holds:
        raise Wrong(template, **figures)


def in_order(holds: object) -> None:
    """Raise Wrong unless it is the time for this act."""
    must(holds, "the act is out of its order: something has to come before it, or it comes too late")


def same(what: str, stated: object, given: object) -> None:
    """What the record states has to be what the rules give."""
    must(stated == given, "{what} is stated as {stated}; the rules give {given}", what=what, stated=stated, given=given)


def same_people(what: str, stated: Iterable[str], given: Iterable[str]) -> None:
    """The same people in any order; those too many and too few are named."""
    one, other = set(stated), set(given)
    extra, missing = (", ".join(sorted(ids)) or "-" for ids in (one - other, other - one))
    must(one == other, "{what}: {extra} too many, {missing} missing", what=what, extra=extra, missing=missing)
