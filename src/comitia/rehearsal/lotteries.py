"""The chapter of shortlists that are drawn: every unit publishes its lottery, and on a later day draws from it."""

from collections.abc import Iterator
from fractions import Fraction

from comitia.charter.calendar import next_day
from comitia.rehearsal import cast
from comitia.rehearsal.chapter import Chapter
from comitia.rehearsal.setting import Setting
from comitia.rehearsal.vetting import composition
from comitia.stages.lottery import DrawShortlist, PublishLottery, ShortlistDrawn
from comitia.stages.margin import percent
from comitia.texts import N_, Parameter, Sentence

SOURCE = "a rehearsal: numbers made from its own seed; real ones are drawn in public"
COLUMNS = (N_("unit"), N_("candidates"), N_("placed"), N_("least chance"), N_("panels"), N_("ticket"), N_("tickets"))


def draw(setting: Setting) -> Iterator[Chapter]:
    setting.clock.move_to(setting.opens("shortlist"))
    first, day = setting.charter.units[0], next_day(setting.clock.today)
    numbers = f"{setting.chance('lottery').integers(10**8):08}"
    setting.try_in_vain(DrawShortlist(first.id, numbers), cast.FOUNDER)
    for unit in setting.units(Sentence(N_("Lotteries"))):
        setting.do(PublishLottery(unit.id, SOURCE, day.isoformat()), cast.secretary(unit.id))
    setting.try_in_vain(DrawShortlist(first.id, numbers), cast.FOUNDER)
    setting.clock.move_to(day)
    lines: list[tuple[Parameter, ...]] = []
    for unit in setting.units(Sentence(N_("Shortlists"))):
        setting.do(DrawShortlist(unit.id, numbers), cast.FOUNDER)
        published, made = setting.election.lotteries[unit.id].published, setting.election.shortlists[unit.id]
        assert isinstance(made, ShortlistDrawn)
        least = next((Fraction(chance) for chance in published.chances if chance != "0"), Fraction(0))
        figures = len(published.tickets), made.ticket, str(sum(map(int, published.tickets)))
        lines.append((unit.name, len(made.candidates), len(made.placed), f"{percent(least)} %", *figures))
    yield Chapter(
        Sentence(
            N_(
                "Shortlists: {candidates} candidates for {seats} seats, drawn from lotteries that were published before"
            ),
            {
                "candidates": sum(len(made.candidates) for made in setting.election.shortlists.values()),
                "seats": setting.charter.seats.total,
            },
        ),
        tuple(Sentence(column) for column in COLUMNS),
        tuple(lines),
    )
    if any(quota.of == "candidates" for quota in setting.charter.quotas):
        yield composition(setting)
