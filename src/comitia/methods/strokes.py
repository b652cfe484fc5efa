"""The order of names by surname strokes, as Chinese ballot papers list them (CN-L-30).

Stroke counts are kTotalStrokes of the Unicode Han database, from the package ``strokes`` (93,867 characters).
"""

from collections.abc import Mapping
from math import inf


def stroke_order(names: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of ``names`` in stroke order: by the first character, equals by the second, and so on.

    Of two characters the one with fewer strokes comes first, of equals the one with the smaller code point, so that one
    family's names stay together; a character without a known count comes after all others. Spaces and middle dots do
    not count. The same name twice is ordered by id.
    """

    def key(id: str) -> tuple[list[tuple[float, str]], str]:
        return [(_count(character) or inf, character) for character in _spelled(names[id])], id

    return tuple(sorted(names, key=key))


def _spelled(name: str) -> str:
    return "".join(character for character in name if character.isalpha())


def _count(character: str) -> int:
    # The package reads its table of a megabyte when it is imported; only a ballot paper in stroke order needs it.
    from strokes import strokes  # type: ignore[import-untyped]  # noqa: PLC0415

    return int(strokes(character))
