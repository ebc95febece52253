"""The workbook says what the report says: real numbers, formulas that agree, and an id for every figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Context, Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import FIVE, published_report
from ledger.explain.why import Rest
from ledger.export.document import Box, Document, Line, Paragraph, Particular, Piece
from ledger.export.setting import document_of
from ledger.export.trace import Trace, leaves, traced
from ledger.export.xlsx import written
from ledger.export.xlsx.cells import Place, named
from ledger.export.xlsx.formulas import MOST_ENTRIES, Formulas
from ledger.export.xlsx.names import sheet_names
from ledger.export.xlsx.numbers import number_format
from ledger.export.xlsx.page import MOST_ROWS, set_up_page
from ledger.export.xlsx.pen import LONGEST_TEXT
from ledger.export.xlsx.table_sheet import HEADINGS
from ledger.figures import Figure, Quantity, Read, total, value_in
from ledger.figures.figure import Converted, Rounded, Total
from ledger.figures.printing import MINUS, NO_BREAK_SPACE, rounded, swedish, swedish_number
from ledger.figures.rounding import as_published
from ledger.problems import Refused
from ledger.surroundings import STOCKHOLM, moment
from ledger.tables.contract import report_contract
from ledger.tables.printed import Cell
from ledger.tables.report import Issuance
from ledger.tables.table import Column

# What is written


@dataclass(frozen=True)
class Made:
    """A report, and the workbook that was made of it, opened twice: with formulas, and with the values kept for them."""

    document: Document
    trace: Trace
    data: bytes
    formulas: Any
    values: Any
    contract: Mapping[str, Any]

    def tables(self) -> Iterator[tuple[Mapping[str, Any], Any]]:
        """Each table of the JSON contract, with its sheet."""
        contracts = [table for section in self.contract["sections"] for table in section["tables"]]
        yield from zip(contracts, self.values.worksheets[1:-1], strict=True)

    def sheet(self, name: str) -> Any:
        """A sheet with its formulas."""
        return self.formulas[name]


@pytest.fixture(scope="module")
def made(demo: Path) -> Mapping[str, Made]:
    """The five documents as workbooks."""
    found = {}
    for which in FIVE:
        with published_report(demo, which) as (_ledger, shown):
            document = document_of(shown, "huvud")
            trace = traced(document)
            data, contract = written(document, trace), report_contract(shown)
        formulas, values = (openpyxl.load_workbook(BytesIO(data), data_only=only) for only in (False, True))
        found[which] = Made(document, trace, data, formulas, values, contract)
    return found


def plain(text: str) -> str:
    """A text without the signs after it, and with plain spaces."""
    return text.replace(NO_BREAK_SPACE, " ").replace(" †", "").replace(" *", "")


def close(value: float, exact: str) -> bool:
    """Whether a number is the exact one, as far as a program keeps it."""
    keeps = Context(prec=12)
    return keeps.create_decimal(repr(value)) == keeps.create_decimal(Decimal(exact)) or abs(value) < 1e-12 > abs(
        Decimal(exact)
    )


@pytest.mark.parametrize("which", FIVE)
def test_every_cell_says_what_the_json_says(made: Mapping[str, Made], which: str) -> None:
    """A number is the number of the JSON; a cell of words has its text."""
    counted = 0
    for table, sheet in made[which].tables():
        for number, row in enumerate(table["rows"], HEADINGS + 2):
            assert sheet.cell(number, 1).value.endswith(row["label"])
            for column, cell in enumerate(row["cells"], 2):
                value = sheet.cell(number, column).value
                where = (sheet.title, row["label"], column, value, cell)
                if cell["value"] is not None:
                    assert isinstance(value, int | float), where
                    assert close(float(value), cell["value"]), where
                    counted += 1
                else:
                    assert plain(value or "") == plain(cell["text"]), where
    assert counted > 50


@pytest.mark.parametrize("which", FIVE)
def test_the_texts_stand_on_the_first_sheet(made: Mapping[str, Made], which: str) -> None:
    """Title, chapters and paragraphs, in order."""
    sheet = made[which].values.worksheets[0]
    said = [plain(str(cell.value)) for row in sheet.iter_rows(max_col=2) for cell in row if cell.value is not None]
    contract = made[which].contract
    wanted = [contract["title"]]
    for section in contract["sections"]:
        wanted += [section["title"], *(plain(paragraph["text"]) for paragraph in section["paragraphs"])]
    rest = iter(said)
    assert [text for text in wanted if text not in rest] == []


def test_the_two_times_are_real_dates(made: Mapping[str, Made]) -> None:
    """The day and the moment can be counted with, in Swedish time."""
    each = made["rk-delar-2025-08"]
    sheet = each.values.worksheets[0]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    known = moment(each.document.shown.view.known).astimezone(STOCKHOLM).replace(microsecond=0, tzinfo=None)
    assert told["Läget den"] == datetime(2025, 8, 31)
    assert told["Som det var känt"] == known
    assert told["Status"] == "ARBETSMATERIAL"
    assert told["Liggarens huvud"] == "huvud"


def test_the_first_sheet_leads_to_each_table(made: Mapping[str, Made]) -> None:
    """A link a table, to the sheet that has it."""
    for each in made.values():
        cells = [cell for row in each.formulas.worksheets[0].iter_rows() for cell in row]
        links = [cell.hyperlink.location for cell in cells if cell.hyperlink]
        assert links == [f"'{name}'!A1" for name in each.formulas.sheetnames[1:]]


# Formulas


@pytest.mark.parametrize(
    ("which", "sheet", "cell", "formula"),
    [
        ("rk-plan-2025", "Fördelning av ersättningen…", "C13", "=SUM(C7:C12)"),
        ("rk-delar-2025-08", "Resultaträkning", "F12", "=SUM(F7:F11)"),
        ("rk-delar-2025-08", "Resultaträkning", "B12", "=SUM(B7:B11)-1"),
        ("fds-delar-2023-08", "Arbetad tid (ack)", "C7", "=B7-E7"),
        ("fds-delar-2023-08", "Arbetad tid (ack)", "D7", "=ROUND(C7/E7*100,2)"),
        ("hsf-plan-2026", "Fördelning av ersättningen…", "B20", "=SUM(B7:B10,B12,B15:B16)"),
    ],
)
def test_named_sums_are_formulas(made: Mapping[str, Made], which: str, sheet: str, cell: str, formula: str) -> None:
    """A total adds its rows, without the varav; a difference and a share point at their terms; rounding is a term."""
    assert made[which].sheet(sheet)[cell].value == formula


@pytest.mark.parametrize("which", FIVE)
def test_every_formula_makes_the_value_that_is_kept_for_it(made: Mapping[str, Made], which: str) -> None:
    """Worked out exactly over the cells' exact values, each formula gives what the cell says."""
    each, counted = made[which], 0
    for table, shown in each.tables():
        sheet = each.sheet(shown.title)
        numbers = {
            named((row, column)): Fraction(cell["value"])
            for row, cells in enumerate((row["cells"] for row in table["rows"]), HEADINGS + 1)
            for column, cell in enumerate(cells, 1)
            if cell["value"] is not None
        }
        for name, number in numbers.items():
            formula = sheet[name].value
            if isinstance(formula, str) and formula.startswith("="):
                assert abs(evaluated(formula, numbers) - number) <= Fraction(1, 10**12), (sheet.title, name, formula)
                counted += 1
    assert counted > 10


def evaluated(formula: str, numbers: Mapping[str, Fraction]) -> Fraction:
    """A formula worked out exactly: what a program would do, had it no floats."""

    def added(*terms: Fraction | list[Fraction]) -> Fraction:
        return sum((sum(term, Fraction(0)) if isinstance(term, list) else term for term in terms), Fraction(0))

    def between(first: str, last: str) -> list[Fraction]:
        (left, top), (right, bottom) = _place(first), _place(last)
        return [
            number
            for name, number in numbers.items()
            if left <= _place(name)[0] <= right and top <= _place(name)[1] <= bottom
        ]

    def half_up(number: Fraction, places: Fraction) -> Fraction:
        return Fraction(rounded(number, int(places)))

    python = re.sub(r"([A-Z]+\d+):([A-Z]+\d+)", r"between('\1','\2')", formula.removeprefix("="))
    python = re.sub(r"(?<!')\b([A-Z]+\d+)\b(?!')", r"numbers['\1']", python)
    python = re.sub(r"(?<![\w'.])(\d+(?:\.\d+)?)(?![\w'])", r"Fraction('\1')", python)
    names = {"SUM": added, "ROUND": half_up, "between": between, "numbers": numbers, "Fraction": Fraction}
    result = eval(python, names)
    assert isinstance(result, Fraction)
    return result


def _place(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(digits)


@dataclass(frozen=True)
class Event:
    id: str


def read(text: str, event: str = "", field: str = "amount") -> Figure:
    return Figure(value_in(text), Read(Event(event or text), field))


def column(*figures: Figure, of: int = 1) -> dict[Place, Figure]:
    """Figures below each other, those without an amount as words."""
    return {(row, of): figure for row, figure in enumerate(figures) if figure.number is not None}


def test_a_sum_of_all_rows_is_one_range() -> None:
    """What lies below each other is a range, and words between are passed by."""
    terms = [read("1 mnkr", "a"), read("2 mnkr", "b"), read("?", "c"), read("4 mnkr", "d")]
    cells = column(*terms, total(terms))
    assert Formulas(cells).formula((4, 1)) == "=SUM(B1:B4)"


def test_a_varav_row_is_not_added() -> None:
    """A number that is no term breaks the range, whether it is a figure or not."""
    terms = [read(f"{amount} mnkr") for amount in (1, 2, 4, 5)]
    varav = read("0,5 mnkr")
    cells = column(terms[0], varav, *terms[1:], total(terms))
    assert Formulas(cells).formula((5, 1)) == "=SUM(B1,B3:B5)"
    del cells[1, 1]
    assert Formulas(cells).formula((5, 1)) == "=SUM(B1:B5)"
    assert Formulas(cells, [(1, 1)]).formula((5, 1)) == "=SUM(B1,B3:B5)"


def test_a_row_of_terms_is_a_range_along_the_row() -> None:
    """Cells beside each other, in a row."""
    terms = [read(f"{amount} mnkr") for amount in (1, 2, 3)]
    cells = {(4, place): figure for place, figure in enumerate([*terms, total(terms)])}
    assert Formulas(cells).formula((4, 3)) == "=SUM(A5:C5)"


def test_a_difference_and_a_share_point_at_their_terms() -> None:
    """D is B − C, and E is D of C in per cent, in other sizes of kronor too."""
    outcome, budget = read("1 500 tkr", "a"), read("2 mnkr", "b")
    difference = outcome - budget
    cells = {(0, 1): outcome, (0, 2): budget, (0, 3): difference, (0, 4): difference.share_of(budget)}
    assert difference.number is not None
    formulas = Formulas(cells)
    assert formulas.formula((0, 3)) == "=B1-C1*1000"
    assert formulas.formula((0, 4)) == "=D1/C1*0.1"


def test_an_amount_in_another_unit_points_at_the_first() -> None:
    """The one that was converted points at the other, never both at each other."""
    exact = read("1 mnkr", "a") + read("2 mnkr", "b")
    formulas = Formulas({(0, 0): exact, (1, 0): exact.to("tkr"), (2, 0): exact.to("kr")})
    assert isinstance(exact.to("tkr").how, Converted)
    assert [formulas.formula((row, 0)) for row in range(3)] == [None, "=A1*1000", "=A1*1000000"]
    assert Formulas({(0, 0): exact.to("tkr"), (1, 0): exact.to("kr")}).formula((0, 0)) is None


def test_what_a_document_rounds_is_a_term_of_its_own() -> None:
    """1,4 + 2,4 is 3,8, and 3,9 is printed: the tenth is added, exactly. A share is rounded."""
    terms = [read("1,4 mnkr", "a"), read("2,4 mnkr", "b")]
    printed = as_published(total(terms), read("3,9 mnkr", "c"))
    assert isinstance(printed.how, Rounded)
    assert Formulas(column(*terms, printed)).formula((2, 1)) == "=SUM(B1:B2)+0.1"
    share = as_published(terms[0].share_of(terms[1]), read("58,3 %", "d"))
    odd = as_published(terms[0].share_of(terms[1]), read("59 %", "e"))
    assert Formulas(column(*terms, share)).formula((2, 1)) == "=ROUND(B1/B2*100,1)"
    assert Formulas(column(*terms, odd)).formula((2, 1)) == "=B1/B2*100+2/3"


def test_a_term_that_has_no_cell_stands_as_its_number() -> None:
    """What is elsewhere is exact, last; and a formula with no cell in it is none."""
    here, elsewhere = [read("1,5 mnkr", "a"), read("2 mnkr", "b")], [read("7,25 mnkr", "c"), read("−1 mnkr", "d")]
    assert Formulas(column(*here, total([*elsewhere, *here]))).formula((2, 1)) == "=SUM(B1:B2)+7.25-1"
    assert Formulas(column(*here, total(elsewhere))).formula((2, 1)) is None
    assert Formulas(column(*here, elsewhere[0] - here[0])).formula((2, 1)) == "=7.25-B1"


def test_a_sum_within_a_sum_is_taken_apart_only_if_it_has_no_cell() -> None:
    """A total of subtotals points at them where they stand, though they were worked out anew, else at their rows."""
    first, second = [read("1 mnkr", "a"), read("2 mnkr", "b")], [read("3 mnkr", "c"), read("4 mnkr", "d")]
    grand = total([total(first), total(second)])
    both = column(*first, total(first), *second, total(second), grand)
    assert Formulas(both).formula((6, 1)) == "=SUM(B3,B6)"
    assert Formulas(column(*first, *second, grand)).formula((4, 1)) == "=SUM(B1:B4)"


def test_the_same_field_of_the_same_event_is_the_same_figure() -> None:
    """A reading is known again by its event and field, and another field of the event is another figure."""
    shown, other = read("5 mnkr", "a"), read("6 mnkr", "a", "budget")
    difference = read("6 mnkr", "a", "budget") - read("5 mnkr", "a")
    assert Formulas(column(shown, other, difference)).formula((2, 1)) == "=B2-B1"


def test_what_was_read_has_no_formula() -> None:
    """A reading is a value, though the same stands in another cell."""
    formulas = Formulas({(0, 0): read("5 mnkr", "a"), (0, 1): read("5 mnkr", "a")})
    assert formulas.formula((0, 0)) is formulas.formula((0, 1)) is None


def test_a_product_and_a_cell_twice() -> None:
    """Risk is probability times consequence; a term twice is added twice."""
    chance, harm = read("3 antal", "a"), read("4 antal", "b")
    assert Formulas(column(chance, harm, chance * harm)).formula((2, 1)) == "=B1*B2"
    assert Formulas(column(chance, harm, total([chance, harm, chance]))).formula((2, 1)) == "=SUM(B1:B2)+B1"
    sum_times = (chance + harm) * harm
    assert Formulas(column(chance, harm, sum_times)).formula((2, 1)) == "=(B1+B2)*B2"


@dataclass(frozen=True)
class Stored:
    """What a store has added up."""

    each: tuple[Figure, ...]

    @property
    def asked(self) -> object:
        return self.each

    @property
    def counts(self) -> Mapping[Any, int]:
        return dict.fromkeys(self.each, 1)

    def __len__(self) -> int:
        return len(self.each)

    def figures(self, most: int | None = None) -> tuple[Figure, ...]:
        return self.each[:most]

    def greatest(self, most: int) -> tuple[Figure, ...]:
        return self.each[:most]


@pytest.mark.parametrize(("entries", "formula"), [(3, "=SUM(B1:B3)"), (MOST_ENTRIES + 1, None)])
def test_what_the_store_added_is_looked_for_if_it_is_not_very_much(entries: int, formula: str | None) -> None:
    """A few entries are found on the sheet; very many stand as their sum, and are not read."""
    terms = tuple(read("1 kr", str(number)) for number in range(entries))
    summed = Figure(Quantity(Decimal(entries), "kr"), Total(Stored(terms)))
    assert Formulas(column(*terms, summed)).formula((entries, 1)) == formula


def test_what_very_many_entries_make_is_one_number_in_a_formula() -> None:
    """A difference from such a sum has the sum as a number."""
    terms = tuple(read("2 kr", str(number)) for number in range(MOST_ENTRIES + 1))
    summed, other = Figure(Quantity(Decimal(2 * len(terms)), "kr"), Total(Stored(terms))), read("1 kr", "other")
    assert Formulas(column(other, summed - other)).formula((1, 1)) == f"={2 * len(terms)}-B1"


def test_a_number_that_no_program_keeps_is_no_formula() -> None:
    """More digits than a program has would make another number."""
    big = Figure(Quantity(Decimal("1234567890123456.789"), "kr"), Read(Event("a"), "amount"))
    small = read("1 kr", "b")
    assert Formulas(column(small, small + big)).formula((1, 1)) is None


amounts = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@given(st.lists(st.tuples(amounts, st.sampled_from(["kr", "tkr", "mnkr", "?"]), st.booleans()), min_size=2, max_size=7))
def test_a_formula_says_exactly_what_the_figure_says(rows: list[tuple[Decimal, str, bool]]) -> None:
    """Whatever is on the sheet and in whatever size: a sum, a difference, a share of sums, and a print of it."""
    figures = [
        read("?" if unit == "?" else f"{amount} {unit}".replace(".", ","), str(place))
        for place, (amount, unit, _here) in enumerate(rows)
    ]
    known = [figure for figure in figures if figure.number is not None]
    if not known:
        return
    shown = [figure for figure, (_amount, _unit, here) in zip(figures, rows, strict=True) if here]
    summed, difference = total(figures), known[0] - known[-1]
    share = summed.share_of(known[-1])
    printed = as_published(
        summed, Figure(Quantity(rounded(Fraction(summed.number or 0), 0), summed.unit), Read(Event("p"), "x"))
    )
    cells = column(*shown, summed, difference, share, printed, summed.to("tkr"))
    numbers = {named(place): Fraction(figure.number or 0) for place, figure in cells.items()}
    formulas = Formulas(cells)
    for place, figure in cells.items():
        formula = formulas.formula(place)
        if formula is not None:
            assert named(place) not in re.findall(r"[A-Z]+\d+", formula)
            assert evaluated(formula, numbers) == figure.number, formula


@pytest.mark.parametrize(
    ("place", "name"), [((0, 0), "A1"), ((9, 25), "Z10"), ((0, 26), "AA1"), ((1, 701), "ZZ2"), ((0, 702), "AAA1")]
)
def test_cells_are_named_as_programs_name_them(place: Place, name: str) -> None:
    """Columns by letters, rows from 1."""
    assert named(place) == name


# How it looks


@pytest.mark.parametrize(
    ("text", "plus"),
    [
        ("1 234,50", "#,##0.00"),
        ("−3", "#,##0"),
        ("144 579 timmar", '#,##0" timmar"'),
        ("5,0 % †", '#,##0.0" % †"'),
        ('3 "tum"', '#,##0" "\\""tum"\\"'),
    ],
)
def test_a_number_is_printed_with_its_decimals_its_unit_and_its_signs(text: str, plus: str) -> None:
    """The format has all that stands around the number; a real minus before what is negative."""
    printed = number_format(text.replace(" ", NO_BREAK_SPACE))
    first, negative, zero = printed.split(";")
    assert first == zero == "[$-41D]" + plus.replace(" ", NO_BREAK_SPACE)
    assert negative == f'[$-41D]"{MINUS}"' + plus.replace(" ", NO_BREAK_SPACE)


@pytest.mark.parametrize("which", FIVE)
def test_formats_print_what_the_report_prints(made: Mapping[str, Made], which: str) -> None:
    """The number in its format, by hand, is the text of the cell with its signs."""
    each = made[which]
    for grid, sheet in zip(each.document.grids, each.values.worksheets[1:-1], strict=True):
        for number, line in enumerate(grid.lines, HEADINGS + 2):
            for place, box in enumerate(line.boxes, 2):
                if box.cell.value is not None and box.cell.number:
                    cell = sheet.cell(number, place)
                    assert in_format(Decimal(box.cell.value), cell.number_format) == box.text


def in_format(number: Decimal, shape: str) -> str:
    """A number in a format of ours."""
    plus, minus, _zero = (part.removeprefix("[$-41D]") for part in shape.split(";"))
    digits, after = re.fullmatch(r"(#,##0(?:\.0+)?)(.*)", plus).groups()  # type: ignore[union-attr]
    text = swedish_number(abs(number), len(digits.partition(".")[2]))
    before = MINUS if number < 0 and minus.startswith(f'"{MINUS}"') else ""
    return before + text + re.sub(r'\\(")|"', r"\1", after)


def test_a_sign_does_not_make_a_number_a_text(made: Mapping[str, Made]) -> None:
    """What deviates from the document is marked, and still a number."""
    cell = made["rk-delar-2025-08"].values["Resultaträkning"]["D23"]
    assert (cell.value, cell.number_format.split(";")[0]) == (
        28,
        f'[$-41D]#,##0"{NO_BREAK_SPACE}†"'.replace(NO_BREAK_SPACE, " "),
    )


def test_varav_rows_are_indented_and_totals_bold_under_a_line(made: Mapping[str, Made]) -> None:
    """What is a part is seen to be one; sums and headings are strong."""
    for each in made.values():
        for grid, sheet in zip(each.document.grids, each.formulas.worksheets[1:-1], strict=True):
            for number, line in enumerate(grid.lines, HEADINGS + 2):
                cell = sheet.cell(number, 1)
                assert bool(cell.alignment.indent) == (line.kind == "varav")
                assert bool(cell.font.bold) == line.strong
                assert (cell.border.top.style is not None) == (line.kind in {"total", "subtotal"})


def test_a_table_is_ready_to_print(made: Mapping[str, Made]) -> None:
    """Landscape, as wide as a page, headings on each, and a footer with the title, the status and the page."""
    for each in made.values():
        for sheet in each.formulas.worksheets[1:-1]:
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.print_title_rows == f"${HEADINGS + 1}:${HEADINGS + 1}"
            assert sheet.freeze_panes == f"B{HEADINGS + 2}"
            footer = sheet.oddFooter
            assert (footer.left.text, footer.center.text) == (each.document.title, "ARBETSMATERIAL")
            assert footer.right.text == "Sida &P av &N"


def test_an_issued_report_says_so_on_every_sheet(made: Mapping[str, Made]) -> None:
    """Body and diarienummer in place of ARBETSMATERIAL, on the sheets and at the foot of the pages."""
    each = made["rk-ar-2024"]
    issued = Issuance(date(2025, 3, 5), "Regionstyrelsen & co", "RV240122")
    document = document_of(replace(each.document.shown, issued=issued))
    book = openpyxl.load_workbook(BytesIO(written(document, each.trace)))
    told = "Fastställd 2025-03-05 av Regionstyrelsen & co, dnr RV240122"
    assert book.worksheets[0]["A2"].value == told
    for sheet in book.worksheets[1:-1]:
        assert sheet["A3"].value == told
    with ZipFile(BytesIO(written(document, each.trace))) as files:
        assert "Regionstyrelsen &amp;&amp; co" in files.read("xl/worksheets/sheet2.xml").decode()


def test_headings_carry_the_units_and_notes_stand_below(made: Mapping[str, Made]) -> None:
    """The headings of the document, and all of its notes, on the table's sheet."""
    for each in made.values():
        for grid, sheet in zip(each.document.grids, each.values.worksheets[1:-1], strict=True):
            assert sheet["A1"].value == grid.heading
            head = tuple(cell.value or "" for cell in sheet[HEADINGS + 1][: len(grid.headings)])
            assert head == grid.headings
            below = [row[0].value for row in sheet.iter_rows(min_row=HEADINGS + 2 + len(grid.lines)) if row[0].value]
            assert below == list(grid.notes)


def test_names_of_sheets_are_taken_by_all_programs() -> None:
    """At most 31 characters, nothing forbidden, and no two alike."""
    names = sheet_names(
        [
            "Rapport",
            "rapport",
            "A/B: [c]?*\\",
            "",
            "'x'",
            "History",
            *["Ramförändring jämfört med föregående års ram"] * 2,
        ]
    )
    assert names[:6] == ["Rapport", "rapport (2)", "A B c", "–", "x", "History (2)"]
    assert names[6:] == ["Ramförändring jämfört med…", "Ramförändring jämfört med… (2)"]
    assert all(len(name) <= 31 for name in names)


# Where it comes from


@pytest.mark.parametrize("which", FIVE)
def test_each_figure_has_its_id_in_a_hidden_column(made: Mapping[str, Made], which: str) -> None:
    """To the right of the table, in the order of its columns."""
    each = made[which]
    for grid, sheet in zip(each.document.grids, each.formulas.worksheets[1:-1], strict=True):
        width = len(grid.headings)
        for place, heading in enumerate(grid.headings[1:], 1):
            head = sheet.cell(HEADINGS + 1, width + place)
            assert head.value == f"Id: {heading}"
            letter = head.column_letter
            hidden = [each for each in sheet.column_dimensions.values() if each.hidden]
            assert any(each.min <= head.column <= each.max for each in hidden), letter
            for number, line in enumerate(grid.lines, HEADINGS + 2):
                assert (sheet.cell(number, width + place).value or "") == line.boxes[place - 1].id


@pytest.mark.parametrize("which", FIVE)
def test_the_sources_tell_every_event_of_every_figure(made: Mapping[str, Made], which: str) -> None:
    """A row for each figure and event, with real dates, behind a filter."""
    each = made[which]
    sheet = each.values["Källor"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    told = {(row[0], row[5]) for row in rows}
    wanted = {(name, version.record.id) for name, node in each.trace.nodes.items() for version in leaves(node)}
    assert told == wanted
    assert len(rows) == len(told)
    assert sheet.auto_filter.ref == f"A4:P{4 + len(rows)}"
    assert all(isinstance(row[6], datetime) and isinstance(row[14], datetime) for row in rows)
    assert all(len(row[4] or "") <= 60 for row in rows)
    assert {row[15] for row in rows} <= {"gäller", "ersatt", "återtagen", "gäller senare", "registrerat senare"}


def test_a_source_names_the_document_and_its_diarienummer(made: Mapping[str, Made]) -> None:
    """What a figure was read from can be found in the archive."""
    sheet = made["fds-delar-2023-08"].values["Källor"]
    headings = [cell.value for cell in sheet[4]]
    row = next(row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1] == "Sjukfrånvaro per månad")
    told = dict(zip(headings, row, strict=True))
    assert told["Rad"] == "Januari"
    assert told["Visas som"] == "4,1"
    assert told["Dokument"] == "Förvaltningen för digitaliseringsstöd: delårsrapport augusti 2023"
    assert told["Dokumentets id"] == "fds-delar-2023-08"
    assert told["Diarienummer"] == "FDS23007"
    assert told["Publicerad"] == datetime(2023, 10, 31)


def test_it_says_when_sums_name_only_their_greatest_terms(made: Mapping[str, Made]) -> None:
    """A trace with a rest is told to have one; a whole one is not."""
    each = made["rk-plan-2025"]
    name, node = next(iter(each.trace.nodes.items()))
    cut = Trace({**each.trace.nodes, name: replace(node, rest=Rest(2, read("1 mnkr")))})
    book = openpyxl.load_workbook(BytesIO(written(each.document, cut)))
    assert "bara de största" in book["Källor"]["A3"].value
    assert each.values["Källor"]["A3"].value is None


@pytest.mark.parametrize(
    ("number", "unit", "places", "written_as"),
    [
        ("123456789012.123456", "kr", None, str),  # more digits than a program keeps
        ("12345678901.12", "kr", None, float),
        ("-0.4", "kr", 0, float),
        (
            "1",
            "en enhet med ett namn som är mycket längre än vad ett format i ett kalkylblad har plats för" * 2,
            None,
            str,
        ),
    ],
)
def test_a_number_stands_as_text_where_a_program_would_change_it(
    made: Mapping[str, Made], number: str, unit: str, places: int | None, written_as: type
) -> None:
    """All of it is there, as the report prints it."""
    each = made["rk-plan-2025"]
    figure = Figure(Quantity(Decimal(number), unit), Read(Event("x"), "amount"))
    text = swedish(figure.value, with_unit=True, places=places)
    cell = Cell(text, number, unit, number=True)
    chapter = each.document.chapters[-1]
    line = Line("item", "k", "Rad", 0, (Box((Piece(text),), cell, figure, ""),))
    grid = replace(chapter.grids[0], lines=(line,), headings=("", "B"), numeric=(False, True), columns=(Column("B"),))
    document = replace(each.document, chapters=(replace(chapter, grids=(grid,)),))
    found = openpyxl.load_workbook(BytesIO(written(document, each.trace))).worksheets[1].cell(HEADINGS + 2, 2)
    if written_as is str:
        assert found.value == text
    else:
        assert in_format(Decimal(number), found.number_format) == text


# What it must never do


def test_the_same_document_makes_the_same_bytes(made: Mapping[str, Made]) -> None:
    """Nothing in the file tells when it was made: its day is the view's."""
    each = made["rk-delar-2025-08"]
    assert written(each.document, each.trace) == each.data
    assert each.values.properties.created == each.values.properties.modified == datetime(2025, 8, 31)


@pytest.mark.parametrize("text", ["=1+1", "+46 21", "http://example.org", "{=A1}", "007", "@SUM(A1)", "<r>a & b</r>"])
def test_no_text_becomes_anything_else(made: Mapping[str, Made], text: str) -> None:
    """A text that looks like a formula, a number or a link is a text."""
    each = made["rk-plan-2025"]
    chapter = replace(each.document.chapters[0], paragraphs=(Paragraph((Piece(text),), (), "x"),))
    document = replace(each.document, title=text, chapters=(chapter, *each.document.chapters[1:]))
    with_x = Trace({**each.trace.nodes, "x": next(iter(each.trace.nodes.values()))})
    sheet = openpyxl.load_workbook(BytesIO(written(document, with_x))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) == 2
    assert all(cell.hyperlink is None for cell in cells)
    with ZipFile(BytesIO(written(document, with_x))) as files:
        assert "<f>" not in files.read("xl/worksheets/sheet1.xml").decode()


def test_a_long_particular_pushes_the_next_one_down(made: Mapping[str, Made]) -> None:
    """Each keeps its own rows."""
    each = made["rk-plan-2025"]
    long = Particular("parameters", "Urval", "ord " * 2000)
    document = replace(each.document, particulars=(long, Particular("standing", "Status", "ARBETSMATERIAL")))
    sheet = openpyxl.load_workbook(BytesIO(written(document, each.trace))).worksheets[0]
    said = {row[0].value: row[1].value for row in sheet.iter_rows() if row[0].value}
    assert said["Urval"] == long.text
    assert said["Status"] == "ARBETSMATERIAL"


def test_a_long_note_under_a_table_gets_the_rows_that_it_needs(made: Mapping[str, Made]) -> None:
    """Laid over several, since no row is high enough."""
    each = made["rk-plan-2025"]
    chapter = each.document.chapters[-1]
    grid = replace(chapter.grids[0], notes=("ord " * 4000, "Sist"))
    document = replace(each.document, chapters=(replace(chapter, grids=(grid,)),))
    sheet = openpyxl.load_workbook(BytesIO(written(document, each.trace))).worksheets[1]
    rows = {cell.value: cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value}
    assert rows["Sist"] - rows[grid.notes[0]] > 1


def test_more_rows_than_a_sheet_has_are_refused(made: Mapping[str, Made]) -> None:
    """The library would drop them in silence."""
    each = made["rk-plan-2025"]
    with pytest.raises(Refused, match="1048576 rader"):
        set_up_page(None, each.document, (MOST_ROWS, 0))


def test_a_text_that_no_cell_holds_is_refused(made: Mapping[str, Made]) -> None:
    """Nothing is cut off in silence."""
    each = made["rk-plan-2025"]
    with pytest.raises(Refused, match="32767"):
        written(replace(each.document, title="x" * (LONGEST_TEXT + 1)), each.trace)


def test_a_long_paragraph_gets_the_rows_that_it_needs(made: Mapping[str, Made]) -> None:
    """A row has room for so many lines; a longer text is laid over several."""
    each = made["rk-plan-2025"]
    long = Paragraph((Piece("ord " * 3000),), (), "x")
    document = replace(each.document, chapters=(replace(each.document.chapters[0], paragraphs=(long,), grids=()),))
    trace = Trace({"x": next(iter(each.trace.nodes.values()))})
    sheet = openpyxl.load_workbook(BytesIO(written(document, trace))).worksheets[0]
    (merged,) = sheet.merged_cells.ranges
    assert sum(sheet.row_dimensions[row].height for row in range(merged.min_row, merged.max_row + 1)) > 1500
