"""Rows from when they start to when they end, with their lights: a shape and the table's own word each.

An end that is unknown, or only words, is a dashed line with what the table says of it in the label; never a day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ledger.export.charts.canvas import Canvas, Lettering, Look, Scale, Sketch
from ledger.export.charts.reading import listed, lowered, place_of, text_of, told_of
from ledger.export.charts.style import AXIS_SIZE, WIDTH, height_of, room, wrapped
from ledger.export.document import Grid, Line
from ledger.figures.periods import DASH, MONTHS, Period
from ledger.language import _, counted
from ledger.tables.pictures import Timeline
from ledger.tables.table import Tone

LABELS, LIGHTS, THICK = 200.0, 62.0, 14.0
MOST_QUARTERS = 12
"""How many quarters have a mark each; a longer time has only its years."""

BAR, OPEN = Look(fill="first", line="first"), Look(line="first", dashes=(3, 3), thick=2)
YEAR = Lettering("left", "quiet")
TONES: dict[Tone, str] = {"good": "circle", "warning": "triangle-up", "bad": "square"}
SIGNS = "●▲■"


class _Row(NamedTuple):
    """A row where it stands: the line, its label, when it starts and ends as far as known, and its height."""

    line: Line
    label: str
    times: str
    starts: Period | None
    ends: Period | None
    y: float

    @property
    def dated(self) -> list[Period]:
        """The ends that are known."""
        return [each for each in (self.starts, self.ends) if each]


class _Places(NamedTuple):
    start: int
    end: int
    lights: tuple[int, ...]


def sketched(grid: Grid, picture: Timeline) -> Sketch | None:
    """The picture, or None if no row has a date. Raises ``ValueError`` for a column that the table lacks."""
    start, end, lights = (picture.start, picture.end, picture.lights)
    places = _Places(place_of(grid, start), place_of(grid, end), tuple(place_of(grid, key) for key in lights))
    rows, left_out, height = _rows(grid, places)
    dated = [each for row in rows for each in row.dated]
    if not dated:
        return None
    canvas = _canvas(grid, rows, places, height, _span(rows, dated))
    _marked(canvas, rows, places)
    return canvas.sketch(*_words(grid, rows, places, left_out))


def _rows(grid: Grid, places: _Places) -> tuple[list[_Row], int, float]:
    """The rows that have a date or a light, how many have none, and how high they are together."""
    rows: list[_Row] = []
    left_out, y = 0, 0.0
    for line in (each for each in grid.lines if not each.heading):
        starts, ends = period_of(line.boxes[places.start].text), period_of(line.boxes[places.end].text)
        if not (starts or ends or any(line.boxes[place].tone for place in places.lights)):
            left_out += 1
            continue
        texts = [f"{grid.columns[place].label} {text_of(line.boxes[place])}" for place in (places.start, places.end)]
        label, times = wrapped(line.label, LABELS), wrapped(", ".join(texts), LABELS, AXIS_SIZE)
        height = height_of(label) + height_of(times) + 10
        rows.append(_Row(line, label, times, starts, ends, y + height / 2))
        y += height
    return rows, left_out, y


def period_of(text: str) -> Period | None:
    """The period that a document prints, the inverse of ``Period.swedish``; None for words and for what is unknown."""
    first, dash, last = text.strip().partition(DASH)
    try:
        end = _part(last if dash else first)
        return Period(_part(first if _YEAR.search(first) else f"{first} {end.year}").first, end.last) if dash else end
    except ValueError:
        return None


_YEAR = re.compile(r"\d{4}")


def _part(text: str) -> Period:
    """A quarter, a month, or what is written as the ledger writes it. Raises ``ValueError`` for anything else."""
    word, _space, year = text.strip().partition(" ")
    if word in MONTHS and year:
        return Period.of(f"{year}-{MONTHS.index(word) + 1:02d}")
    return Period.of(f"{year}-{word}" if word.startswith("Q") else text)


def _span(rows: Sequence[_Row], dated: Sequence[Period]) -> tuple[date, date]:
    """The whole quarters from the first day to the last; one more on a side where something is open."""
    first, last = _quarter(min(each.first for each in dated)), _quarter(max(each.last for each in dated))
    if any(row.starts is None and row.ends for row in rows):
        first = _quarter(first - timedelta(days=1))
    after = _next(last)
    return first, _next(after) if any(row.ends is None and row.starts for row in rows) else after


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _next(quarter: date) -> date:
    return _quarter(quarter + timedelta(days=95))


def _quarters(first: date, after: date) -> Iterable[date]:
    while first < after:
        yield first
        first = _next(first)


def _canvas(grid: Grid, rows: Sequence[_Row], places: _Places, height: float, span: tuple[date, date]) -> Canvas:
    """The canvas, with its time along the top and the letters of the lights."""
    gutter = min(LABELS, max(max(room(row.label), room(row.times, AXIS_SIZE)) for row in rows))
    lights = LIGHTS * len(places.lights)
    width = WIDTH - gutter - 12 - lights - 14
    scale = Scale("x", span[0].toordinal(), span[1].toordinal(), 0, width)
    canvas = Canvas(width, height, scale, left=gutter + 12, top=40, right=lights + 14, bottom=8)
    quarters = list(_quarters(*span))
    fine = len(quarters) <= MOST_QUARTERS
    marks = [day for day in quarters if fine or day.month == 1]
    canvas.rules([(day.toordinal(), day.toordinal(), 0, height) for day in marks], Look(line="rule", thick=0.5))
    canvas.rules([(span[0].toordinal(), span[1].toordinal(), 0, 0)], Look(line="rule", thick=1))
    if fine:
        names = [((day.toordinal() + _next(day).toordinal()) / 2, -9.0, f"Q{day.month // 3 + 1}") for day in quarters]
        canvas.texts(names, Lettering("center", "quiet", size=AXIS_SIZE))
    canvas.texts([(day.toordinal(), -26, str(day.year)) for day in _years(scale, quarters)], YEAR, aside=2)
    for number, place in enumerate(places.lights):
        canvas.texts(
            [(0, -9, grid.columns[place].label)], Lettering("left", bold=True), at=_light_at(canvas, number) - 4
        )
    return canvas


def _years(scale: Scale, quarters: Sequence[date]) -> list[date]:
    """The years that are named: where they begin, and the first where it has begun; none over another."""
    named: list[date] = []
    for day in quarters:
        if day.month == 1 or not named:
            near = bool(named) and scale.pixel(day.toordinal()) - scale.pixel(named[-1].toordinal()) < room("0000") + 6
            if not near:
                named.append(day)
            elif named[-1].month != 1:
                named[-1] = day
    return named


def _light_at(canvas: Canvas, number: int) -> float:
    return canvas.width + 22 + LIGHTS * number


def _marked(canvas: Canvas, rows: Sequence[_Row], places: _Places) -> None:
    low, high = canvas.scale.low, canvas.scale.high
    half = THICK / 2
    for row in rows:
        block = row.label.count("\n") + row.times.count("\n") + 2
        top = row.y - block * 7.5
        canvas.texts([(0, top + height_of(row.label) / 2, row.label)], Lettering("right"), at=-12)
        below = top + height_of(row.label) + height_of(row.times) / 2
        canvas.texts([(0, below, row.times)], Lettering("right", "quiet", size=AXIS_SIZE), at=-12)
    known, opened, arrows, arrows_back = [], [], [], []
    for row in rows:
        if not row.dated:
            continue
        begins = min(each.first for each in row.dated).toordinal()
        ends = max(each.last for each in row.dated).toordinal() + 1
        known.append((float(begins), float(ends), row.y - half, row.y + half))
        if row.ends is None:
            opened.append((float(ends), high, row.y, row.y))
            arrows.append((high, row.y))
        if row.starts is None:
            opened.append((low, float(begins), row.y, row.y))
            arrows_back.append((low, row.y))
    canvas.rules(opened, OPEN)
    canvas.boxes(known, BAR)
    canvas.shapes("triangle-right", arrows, BAR, size=60)
    canvas.shapes("triangle-left", arrows_back, BAR, size=60)
    for number, place in enumerate(places.lights):
        _lit(canvas, rows, place, _light_at(canvas, number))


def _lit(canvas: Canvas, rows: Sequence[_Row], place: int, x: float) -> None:
    """A column of lights: the shape of each tone, and the word of the table without its sign."""
    for tone, shape in TONES.items():
        places = [(0.0, row.y) for row in rows if row.line.boxes[place].tone == tone]
        canvas.shapes(shape, places, Look(fill=tone, line=tone), at=x)
    words = [(0.0, row.y, _word(row.line.boxes[place].text)) for row in rows if row.line.boxes[place].tone]
    canvas.texts(words, Lettering("left"), at=x + 10)
    silent = [(0.0, row.y, text_of(row.line.boxes[place])) for row in rows if not row.line.boxes[place].tone]
    canvas.texts(silent, Lettering("left", "quiet"), at=x - 4)


def _word(text: str) -> str:
    return text.lstrip(SIGNS).strip() or text


def _words(grid: Grid, rows: Sequence[_Row], places: _Places, left_out: int) -> tuple[str, str]:
    """The caption, and what the picture shows."""
    start, end = (grid.columns[place].label for place in (places.start, places.end))
    lights = [grid.columns[place].label for place in places.lights]
    caption = _("Tidslinje från {start} till {end}").format(start=lowered(start), end=lowered(end))
    if lights:
        caption = _("{timeline}, med läget för {lights}").format(timeline=caption, lights=listed(lights))
    told = [
        _("{heading}. {caption}, för {rows}.").format(
            heading=grid.heading, caption=caption, rows=counted(len(rows), "{n} rad", "{n} rader")
        )
    ]
    told.append(_extremes(grid, rows, places))
    more = []
    if any(row.dated and not (row.starts and row.ends) for row in rows):
        more.append(_("Streckad linje: när det börjar eller slutar är inte bestämt till en tid."))
    if left_out:
        told_rows = counted(left_out, "{n} rad", "{n} rader")
        more.append(_("{rows} har varken tid eller läge och visas bara i tabellen.").format(rows=told_rows))
    return f"{caption}. {' '.join(more)}" if more else caption, told_of(*filter(None, told), *more)


def _extremes(grid: Grid, rows: Sequence[_Row], places: _Places) -> str:
    """Who starts first and who ends last, and how many lights there are of each word."""
    told = []
    starting = [row for row in rows if row.starts]
    ending = [row for row in rows if row.ends]
    if starting:
        first = min(starting, key=lambda row: row.starts.first if row.starts else date.max)
        told.append(
            _("Först börjar {row} ({text}).").format(row=first.line.label, text=first.line.boxes[places.start].text)
        )
    if ending:
        last = max(ending, key=lambda row: row.ends.last if row.ends else date.min)
        told.append(_("Sist slutar {row} ({text}).").format(row=last.line.label, text=last.line.boxes[places.end].text))
    boxes = [row.line.boxes[place] for row in rows for place in places.lights]
    words = Counter(_word(box.text) for tone in TONES for box in boxes if box.tone == tone)
    if words:
        counts = [f"{count} {word}" for word, count in words.items()]
        told.append(_("Lägen: {counts}.").format(counts=listed(counts)))
    return " ".join(told)
