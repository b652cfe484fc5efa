"""The clock of a rehearsal: it stands at a time until it is moved on, and never goes back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class SteppedClock:
    def __init__(self, zone: str, day: date) -> None:
        self._zone = ZoneInfo(zone)
        self._now = self._morning(day)

    def __call__(self) -> datetime:
        """The time now. Every look at the clock takes a second, so that no two acts happen at once."""
        self._now += timedelta(seconds=1)
        return self._now.astimezone(UTC)

    @property
    def today(self) -> date:
        return self._now.date()

    def move_to(self, day: date) -> None:
        """Nine o'clock of the day; nothing where the clock is past that already."""
        self._now = max(self._now, self._morning(day))

    def move_past(self, day: date) -> None:
        self.move_to(day + timedelta(days=1))

    def _morning(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 9, tzinfo=self._zone)
