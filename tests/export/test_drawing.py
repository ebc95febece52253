"""Pictures of tables: each shows what its table says and nothing else, to everybody."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import FIVE, published_report
from ledger.export.charts.style import DARK, FONT, LIGHT, LINE_HEIGHT, WIDTH, room, wrapped
from ledger.export.charts.timeline import period_of
from ledger.export.document import Box, Grid, Line, Piece
from ledger.export.drawing import drawn, sketched
from ledger.export.setting import document_of
from ledger.figures import Figure, Period, Quantity
from ledger.figures.printing import swedish_number
from ledger.figures.values import UNKNOWN, Word
from ledger.opening import open_ledger
from ledger.problems import Refused
from ledger.tables import Bars, Column, Gaps, Lines, Mark, Table, Timeline, Waterfall, printed
from ledger.tables.lines import alignment, labelled, signs_of

SVG = "{http://www.w3.org/2000/svg}"


def amount(number: str, unit: str = "mnkr") -> Figure:
    return Figure(Quantity(Decimal(number), unit))


def grid_of(table: Table, name: str = "prov/tabell", heading: str = "Tabell") -> Grid:
    """The grid that a document makes of a table."""
    shown = printed(table)
    contents = [row.contents for row in table.rows]
    lines = []
    for place, (row, label) in enumerate(labelled(shown)):
        boxes = tuple(
            Box((Piece(cell.text, "", signs_of(cell)),), cell, content, "")
            for cell, content in zip(row.cells, contents[place], strict=True)
        )
        lines.append(Line(row.kind, row.key, label, int(row.kind == "varav"), boxes))
    headings = (shown.corner, *(shown.heading(column) for column in shown.columns))
    numeric = tuple(side == "right" for side in alignment(shown))
    return Grid(name, heading, heading, headings, numeric, shown.columns, tuple(lines), (), table.picture)


def layers_of(grid: Grid) -> list[dict[str, Any]]:
    """The layers that Vega-Lite is asked to draw."""
    sketch = sketched(grid)
    assert sketch
    layers: list[dict[str, Any]] = sketch.spec["layer"]
    return layers


def gaps() -> Grid:
    rows = Table("Vård", Column("Mål", "target"), Column("Utfall", "reading"), Column("Kvar", "gap"))
    rows.add("a", "Primärvård, kontakt", amount("100", "%"), amount("86.7", "%"), amount("13.3", "%"))
    rows.add("b", "BUP, besök", amount("80", "%"), Figure(UNKNOWN), Figure(UNKNOWN))
    rows.add("c", "BUP, utredning", amount("80", "%"), amount("92.5", "%"), amount("-12.5", "%"))
    rows.add("d", "Rehabilitering", Figure(Word("senare")), None, None)
    return grid_of(rows.pictured(Gaps("reading", "target", between="gap")))


def timeline() -> Grid:
    lights = (Column("T", "time"), Column("K", "quality"))
    rows = Table("Projekt", Column("Start", "starts"), Column("Slut", "ends"), *lights)
    rows.add("a", "Journal", "Q1 2023", "Q1 2024", Mark("● grön", "good"), Mark("■ röd", "bad"))
    rows.add("b", "Inlogg", "maj 2023", "när det är klart", Mark("▲ gul", "warning"), "–")
    rows.add("c", "Chatt", "–", "2023-12-15", "–", "–")
    rows.add("d", "Register", "–", "", "–", "–")
    rows.add("e", "Pilot", "", "", Mark("● grön", "good"), "–")
    return grid_of(rows.pictured(Timeline("starts", "ends", lights=("time", "quality"))))


def bars() -> Grid:
    rows = Table("Rad", Column("Utfall 2024", "outcome"), Column("Budget 2025", "budget"), Column("Not", "note"))
    rows.add("intakter", "Intäkter", amount("526.4"), amount("486"), None)
    rows.add("kostnader", "Kostnader", amount("-498"), Figure(UNKNOWN), None)
    rows.add("bidrag", "Bidrag", Figure(Word("ingår ovan")), None, None)
    rows.add("ovrigt", "Övrigt", amount("3"), amount("4"), None)
    return grid_of(rows.pictured(Bars(("outcome", "budget"), rows=("kostnader", "intakter", "bidrag", "saknas"))))


def lines() -> Grid:
    rows = Table("Månad", Column("Sjukfrånvaro", "all"), Column("Kvinnor", "women"))
    rows.add("2023-01", "Januari", amount("4.1", "%"), amount("4.4", "%"))
    rows.add("2023-02", "Februari", amount("4.4", "%"), amount("4.6", "%"))
    rows.add("2023-04", "April", amount("3.7", "%"), Figure(UNKNOWN))
    rows.add("2023-05", "Maj", amount("5.1", "%"), amount("5.5", "%"))
    return grid_of(rows.pictured(Lines(("all", "women"))))


def waterfall() -> Grid:
    rows = Table("Orsak", Column("2026", "2026"))
    rows.add("a", "Uppräkning", amount("231.7"))
    rows.add("b", "Omfördelning av beredskapsorganisationen", amount("-2.8"))
    rows.add("c", "Flytt", Figure(UNKNOWN))
    rows.add("d", "Annat år", None)
    rows.add("a/1", "Vårdval", amount("44"), kind="varav")
    rows.with_total("Summa")
    rows.add("difference", "Ram jämfört med året före", amount("228.9"), kind="subtotal")
    return grid_of(rows.pictured(Waterfall("2026")))


KINDS = {each.__name__: each for each in (gaps, timeline, bars, lines, waterfall)}


@pytest.fixture(params=KINDS)
def grid(request: pytest.FixtureRequest) -> Grid:
    """A small table of each kind of picture."""
    made: Grid = KINDS[request.param]()
    return made


def drawing_of(grid: Grid) -> Any:
    drawing = drawn(grid)
    assert drawing
    return drawing


def texts_of(svg: str) -> Iterator[tuple[str, float, str]]:
    """Every text with its place across and where it is anchored; its lines apart by spaces."""

    def walked(part: ElementTree.Element, x: float) -> Iterator[tuple[str, float, str]]:
        moved = re.match(r"translate\(([-\d.]+)", part.get("transform", ""))
        x += float(moved[1]) if moved else 0
        if part.tag == f"{SVG}text":
            pieces = [part.text, *(piece.text for piece in part)]
            yield "\n".join(piece for piece in pieces if piece), x, part.get("text-anchor", "start")
        for child in part:
            yield from walked(child, x)

    return walked(ElementTree.fromstring(svg), 0)


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def allowed(grid: Grid) -> set[str]:
    """All that a picture of a table may say: the table's texts, and the figures, units and times of an axis."""
    cells = [box.text for line in grid.lines for box in line.boxes]
    said = {*cells, *(line.label for line in grid.lines), *(column.label for column in grid.columns), *grid.headings}
    said |= {text.lstrip("●▲■ ") for text in cells} | {"–", "procent", "mnkr", "tkr", "Q1", "Q2", "Q3", "Q4"}
    said |= {str(year) for year in range(2020, 2030)}
    for layer in layers_of(grid):
        for channel in ("x", "y"):
            axis = layer["encoding"][channel].get("axis") or {}
            said |= {swedish_number(Decimal(repr(tick)).normalize() + 0) for tick in axis.get("values", ())}
    if isinstance(grid.picture, Timeline):
        texts = {
            line.key: {column.name: box.text or "–" for column, box in zip(grid.columns, line.boxes, strict=True)}
            for line in grid.lines
        }
        start, end = grid.picture.start, grid.picture.end
        said |= {f"Start {row[start]}, Slut {row[end]}" for row in texts.values()}
    return {plain(text) for text in said}


def marks(grid: Grid, kind: str, **looks: object) -> list[dict[str, Any]]:
    """What is drawn with marks of a kind and a look."""
    layers = layers_of(grid)
    chosen = [layer for layer in layers if looks.items() <= layer["mark"].items() and layer["mark"]["type"] == kind]
    return [row for layer in chosen for row in layer["data"]["values"]]


@pytest.fixture(scope="module", params=FIVE)
def published(request: pytest.FixtureRequest, demo: Path) -> Iterator[list[Grid]]:
    """The tables of a published document that ask for a picture."""
    with published_report(demo, request.param) as (_ledger, shown):
        yield [grid for grid in document_of(shown).grids if grid.picture]


def test_every_text_in_a_picture_is_the_tables_own(grid: Grid) -> None:
    said = {plain(text) for text, _x, _anchor in texts_of(drawing_of(grid).svg)}
    assert said
    assert said <= allowed(grid)


def test_every_table_that_asks_for_a_picture_gets_one_in_the_published_documents(published: list[Grid]) -> None:
    assert published
    for grid in published:
        said = {plain(text) for text, _x, _anchor in texts_of(drawing_of(grid).svg)}
        assert said <= allowed(grid), grid.name


def test_no_text_is_outside_its_picture(published: list[Grid]) -> None:
    for grid in published:
        drawing = drawing_of(grid)
        assert drawing.width <= WIDTH
        for text, x, anchor in texts_of(drawing.svg):
            long = room(text)
            left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            assert left >= 0, text
            assert left + long <= drawing.width, text


def test_a_picture_is_one_image_that_says_what_it_shows(grid: Grid) -> None:
    drawing = drawing_of(grid)
    root = ElementTree.fromstring(drawing.svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", drawing.told)
    assert [part.get("aria-hidden") for part in root] == ["true"]
    inner = [name for part in root.iter() if part is not root for name in part.attrib]
    assert not {name for name in inner if name == "role" or (name.startswith("aria-") and name != "aria-hidden")}


def test_a_picture_needs_nothing_else_and_disturbs_nothing(grid: Grid) -> None:
    parts = list(ElementTree.fromstring(drawing_of(grid).svg).iter())
    assert {part.tag.removeprefix(SVG) for part in parts} <= {"svg", "g", "path", "line", "text", "tspan"}
    names = {name for part in parts for name in part.attrib}
    assert not names & {"id", "class", "style", "href", "onclick"}
    assert {part.get("font-family") for part in parts} <= {None, FONT}


def test_every_colour_has_a_role(grid: Grid) -> None:
    svg = drawing_of(grid).svg
    used = {part.get(name) for part in ElementTree.fromstring(svg).iter() for name in ("fill", "stroke")}
    assert used <= {None, "none", *LIGHT.values()}
    assert "url(" not in svg


def test_the_palettes_have_the_same_roles_and_each_colour_one() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert len(set(LIGHT.values())) == len(LIGHT)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_clear_against_the_paper(palette: dict[str, str]) -> None:
    for role, colour in palette.items():
        least = 4.5 if role in {"ink", "quiet"} else 3
        assert role == "paper" or contrast(colour, palette["paper"]) >= least, role


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_same_table_makes_the_same_picture(grid: Grid) -> None:
    one, other = drawing_of(grid), drawing_of(grid)
    assert one == other
    assert one.png() == other.png()


def test_a_picture_in_dots_is_as_large_as_it_is_asked_for(grid: Grid) -> None:
    drawing = drawing_of(grid)
    png = drawing.png(scale=2)
    assert png.startswith(b"\x89PNG")
    size = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert size == (round(drawing.width * 2), round(drawing.height * 2))


def test_what_has_no_reading_has_no_point_and_is_told() -> None:
    drawing = drawing_of(gaps())
    readings = [row["x"] for row in marks(gaps(), "point", shape="circle") if row["y"] > 0]
    assert readings == [86.7, 92.5]
    assert "BUP, besök (utfall –)" in drawing.caption
    assert "Rehabilitering (utfall –, mål senare)" in drawing.caption
    assert [row["x"] for row in marks(gaps(), "point", shape="diamond") if row["y"] > 0] == [100, 80, 80]
    assert [(row["x"], row["x2"]) for row in marks(gaps(), "rule")] == [(86.7, 100), (92.5, 80)]


def test_gaps_are_told_by_the_farthest_and_the_nearest() -> None:
    told = drawing_of(gaps()).told
    assert "Längst från målet är Primärvård, kontakt (86,7 mot 100), närmast BUP, utredning (92,5 mot 80)." in told


def test_words_and_the_unknown_have_no_bar() -> None:
    assert [(row["x"], row["x2"]) for row in marks(bars(), "rect")] == [(0, -498), (0, 526.4), (0, 486)]
    drawing = drawing_of(bars())
    assert "Utan siffra: Bidrag." in drawing.caption
    assert [text for text, _x, _anchor in texts_of(drawing.svg)].count("–") == 1


def test_bars_come_in_the_order_that_is_asked_for_and_no_others() -> None:
    said = [text for text, _x, _anchor in texts_of(drawing_of(bars()).svg)]
    assert [text for text in said if text in {"Intäkter", "Kostnader", "Övrigt"}] == ["Kostnader", "Intäkter"]


def test_kronor_in_several_sizes_are_drawn_in_one() -> None:
    rows = Table("Rad", "Belopp")
    rows.add("a", "Ett", amount("2")).add("b", "Två", amount("3")).add("c", "Tre", amount("500", "tkr"))
    rows.add("d", "Fyra", amount("7", "%"))
    grid = grid_of(rows.pictured(Bars(("belopp",))))
    assert [row["x2"] for row in marks(grid, "rect")] == [2, 3, 0.5]
    assert "Utan siffra: Fyra." in drawing_of(grid).caption


def test_a_line_breaks_where_a_month_is_missing_or_unknown() -> None:
    layers = [layer for layer in layers_of(lines()) if layer["mark"]["type"] == "line"]
    assert [[row["y"] for row in layer["data"]["values"]] for layer in layers] == [[4.1, 4.4], [3.7, 5.1], [4.4, 4.6]]
    assert "Utan siffra: April." in drawing_of(lines()).caption


def test_lines_that_end_together_are_named_apart_and_within_the_picture() -> None:
    rows = Table("År", *(Column(f"En lång rubrik som tar flera rader, nummer {key}", key) for key in "abcd"))
    rows.add("2024", "2024", *(amount(each) for each in ("0", "0.1", "0.2", "100")))
    rows.add("2025", "2025", *(amount(each) for each in ("0", "0.1", "0.2", "0.3")))
    rows.with_total("Summa")
    grid = grid_of(rows.pictured(Lines(tuple("abcd"))))
    drawing = drawing_of(grid)
    names = sorted(
        (canvas_pixel(layer, row["y"]), row["text"].count("\n") + 1)
        for layer in layers_of(grid)
        for row in layer["data"]["values"]
        if layer["mark"]["type"] == "text" and "rubrik" in row["text"].replace("\n", " ")
    )
    assert len(names) == 4
    for (top, count), (below, _count) in pairwise(names):
        assert top + count * LINE_HEIGHT <= below + 1
    last, count = names[-1]
    assert last + count * LINE_HEIGHT <= drawing.height
    assert "Summa" not in [text for text, _x, _anchor in texts_of(drawing.svg)]


def canvas_pixel(layer: dict[str, Any], figure: float) -> float:
    """Where a figure stands in a layer whose scale is upright."""
    scale = layer["encoding"]["y"]["scale"]
    (low, high), (start, end) = scale["domain"], scale["range"]
    return float(start + (figure - low) / (high - low) * (end - start))


def test_each_step_begins_where_the_one_before_ends() -> None:
    drawn_steps = sorted(marks(waterfall(), "rect"), key=lambda row: float(row["y"]))
    assert [(row["x"], pytest.approx(row["x2"])) for row in drawn_steps] == [(0, 231.7), (231.7, 228.9), (0, 228.9)]
    drawing = drawing_of(waterfall())
    assert "Utan siffra: Flytt." in drawing.caption
    assert "Tillsammans blir det 228,9." in drawing.told


def test_a_time_that_is_not_known_is_an_open_end() -> None:
    open_ends = marks(timeline(), "rule", strokeDash=[3, 3])
    known = sorted((row["x"], row["x2"]) for row in marks(timeline(), "rect"))
    assert [tuple(map(_day, each)) for each in known] == [
        (date(2023, 1, 1), date(2024, 4, 1)),
        (date(2023, 5, 1), date(2023, 6, 1)),
        (date(2023, 12, 15), date(2023, 12, 16)),
    ]
    assert len(open_ends) == 2
    drawing = drawing_of(timeline())
    assert "Streckad linje" in drawing.caption
    assert "1 rad har varken tid eller läge och visas bara i tabellen." in drawing.caption
    assert "Register" not in drawing.svg


def _day(number: float) -> date:
    return date.fromordinal(int(number))


def test_a_light_has_a_shape_of_its_own_beside_its_word() -> None:
    assert len(marks(timeline(), "point", shape="circle")) == 2
    assert len(marks(timeline(), "point", shape="triangle-up")) == 1
    assert len(marks(timeline(), "point", shape="square")) == 1
    assert "Lägen: 2 grön, 1 gul och 1 röd." in drawing_of(timeline()).told


def test_the_illustrated_portfolio_has_every_project_and_light(demo: Path) -> None:
    with open_ledger(demo / "illustration.db") as ledger:
        grid = grid_of(ledger.show("fds/projektportfolj", at=date(2023, 8, 31)).table)
    assert len(marks(grid, "rect")) == 11
    assert sum(len(marks(grid, "point", shape=shape)) for shape in ("circle", "triangle-up", "square")) == 33


QUARTERS = st.builds(lambda year, quarter: Period.of(f"{year}-Q{quarter}"), st.integers(1990, 2060), st.integers(1, 4))
MONTHS = st.builds(lambda year, month: Period.of(f"{year}-{month:02d}"), st.integers(1990, 2060), st.integers(1, 12))
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1)).map(lambda day: Period(day, day))
SPANS = st.tuples(MONTHS, MONTHS).map(lambda two: Period(min(two).first, max(two).last))


@given(QUARTERS | MONTHS | DAYS | SPANS)
def test_a_printed_period_is_read_back(period: Period) -> None:
    assert period_of(period.swedish) == period
    assert period_of(period.in_quarters) == period


@pytest.mark.parametrize("text", ["", "–", "hösten", "när det är klart", "Q5 2023", "2023–2022", "a–b", "våren–2023"])
def test_words_are_no_period(text: str) -> None:
    assert period_of(text) is None


@pytest.mark.parametrize(
    "picture",
    [
        Gaps("borta", "a"),
        Gaps("a", "borta"),
        Gaps("a", "a", between="borta"),
        Timeline("borta", "a"),
        Timeline("a", "a", lights=("borta",)),
        Bars(("a", "borta")),
        Lines(("borta",)),
        Waterfall("borta"),
    ],
)
def test_a_column_that_the_table_lacks_is_named(picture: Any) -> None:
    rows = Table("Rad", Column("A", "a")).add("x", "X", amount("1")).pictured(picture)
    with pytest.raises(ValueError, match="'borta'"):
        drawn(grid_of(rows))


def test_a_table_that_asks_for_no_picture_has_none() -> None:
    assert drawn(grid_of(Table("Rad", Column("A", "a")).add("x", "X", amount("1")))) is None


@pytest.mark.parametrize(
    "picture", [Gaps("a", "b"), Timeline("a", "b"), Bars(("a", "b")), Lines(("a", "b")), Waterfall("a")]
)
def test_a_table_without_figures_has_no_picture(picture: Any) -> None:
    rows = Table("Rad", Column("A", "a"), Column("B", "b")).pictured(picture)
    assert drawn(grid_of(rows)) is None
    rows.heading("r", "Rubrik").add("x", "X", Figure(UNKNOWN), None).add("y", "Y", "ord", Figure(Word("senare")))
    assert drawn(grid_of(rows)) is None


@pytest.mark.parametrize("picture", [Gaps("a", "b"), Bars(("a", "b")), Bars(("a",)), Lines(("a", "b")), Waterfall("a")])
def test_nothing_but_noughts_is_drawn_as_such(picture: Any) -> None:
    rows = Table("Rad", Column("A", "a"), Column("B", "b")).add("x", "X", amount("0"), amount("0")).pictured(picture)
    assert "0" in [text for text, _x, _anchor in texts_of(drawing_of(grid_of(rows)).svg)]


def test_what_is_below_zero_alone_is_drawn() -> None:
    rows = Table("Rad", Column("A", "a")).add("x", "X", amount("-5")).add("y", "Y", amount("-2"))
    for picture in (Bars(("a",)), Lines(("a",)), Waterfall("a")):
        assert {"−5", "−2"} <= {text for text, _x, _anchor in texts_of(drawing_of(grid_of(rows.pictured(picture))).svg)}


def test_what_lies_in_markup_is_only_text() -> None:
    rows = Table("Rad", Column("A", "a")).add("x", 'X <script>&"', amount("1")).pictured(Bars(("a",)))
    drawing = drawing_of(grid_of(rows, heading="<b>&"))
    assert 'X <script>&"' in [text for text, _x, _anchor in texts_of(drawing.svg)]
    assert "<script" not in drawing.svg
    assert drawing.png().startswith(b"\x89PNG")


@given(st.text("abcåäö WM-", max_size=80), st.integers(30, 300))
def test_a_label_on_several_lines_is_whole_and_has_room(text: str, width: int) -> None:
    shown = wrapped(text, width)
    assert plain(shown) == plain(text)
    assert all(room(line) <= width for line in shown.split("\n"))


def test_without_the_library_that_draws_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(Refused, match="vl-convert-python"):
        drawn(bars())
