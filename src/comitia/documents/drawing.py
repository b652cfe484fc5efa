"""Drawing: from figures and days to places on a picture.

Pictures show and decide nothing, so a tenth of a pixel will do.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

import msgspec


class Scale(msgspec.Struct, frozen=True):
    """A line of ``width`` pixels from the figure ``low`` at its left end to ``top`` at its right."""

    top: Fraction | int
    low: Fraction | int = 0
    width: int = 120

    def at(self, figure: Fraction | int) -> str:
        """Where the figure lies, in pixels; a figure beyond an end lies at that end."""
        inside = min(max(Fraction(figure), Fraction(self.low)), Fraction(self.top))
        return f"{float((inside - self.low) * self.width / (self.top - self.low)):.1f}"

    @classmethod
    def over(
        cls, figures: Iterable[Fraction | int], step: Fraction | int, low: Fraction | int = 0, width: int = 120
    ) -> "Scale":
        """The scale from ``low`` to the first multiple of ``step`` above all the figures."""
        return cls(top=(max((*figures, low)) // step + 1) * step, low=low, width=width)


class Days(msgspec.Struct, frozen=True):
    """A line of ``width`` pixels from one day to another, both included."""

    first: date
    last: date
    width: int = 560

    def at(self, day: date) -> str:
        """Where the day begins, in pixels."""
        return f"{(day - self.first).days * self.width / ((self.last - self.first).days + 1):.1f}"

    def span(self, opens: date, closes: date) -> str:
        """How long the days are that lie between, both included, in pixels; never too short to be seen."""
        days = (closes - opens).days + 1
        return f"{max(days * self.width / ((self.last - self.first).days + 1), 2):.1f}"

    def months(self) -> list[date]:
        """The first days of the months within, at most a dozen of them, evenly apart."""
        before = self.first - timedelta(days=1)
        months = [
            date(number // 12, number % 12 + 1, 1)
            for number in range(before.year * 12 + before.month, self.last.year * 12 + self.last.month)
        ]
        return months[:: len(months) // 12 + 1]
