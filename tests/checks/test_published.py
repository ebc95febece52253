"""What ``check`` finds in the five published documents: all of it, each looked up there; and nothing once it is mended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.checks import Finding
from ledger.checks.run import Checked
from ledger.checks.telling import as_lines
from ledger.cli import main
from ledger.opening import open_ledger

WIDTH = 1000  # every line in one piece
CORRECTIONS = Path(__file__).parent / "rattelser"


@dataclass(frozen=True)
class Known:
    """A finding that is true of the documents: in which förvaltning, by which rule, and what it says."""

    forvaltning: str
    rule: str
    said: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.forvaltning} {self.rule} {self.said[0]}"


def known(forvaltning: str, rule: str, *said: str) -> Known:
    return Known(forvaltning, rule, said)


LISTED = [
    # Numbers, references and uppdrag.
    known("HSF", "dubbelt-nummer", "Aktivitet 53 (2026) finns 2 gånger", "barncentrum", "PET-CT"),
    known("HSF", "hanvisning", "hänvisar till aktivitet 1, som inte finns", "primärvården som nav"),
    known("HSF", "hanvisning", "Uppdrag RF10 (2026) har ingen aktivitet"),
    known("RK", "hanvisning", "hör till uppdrag RF24-22, som inte finns", "(2024)"),
    known("RK", "hanvisning", "hör till uppdrag RF24-23, som inte finns", "(2024)"),
    known("RK", "hanvisning", "hör till uppdrag RF24-24, som inte finns", "(2024)"),
    known("RK", "hanvisning", "hör till uppdrag RF23-36a, som inte finns", "(2024)"),
    known("RK", "hanvisning", "Uppdrag RF24-19 (2024) har ingen aktivitet"),
    known("RK", "hanvisning", "Uppdrag RS24-1 (2024) har ingen aktivitet"),
    # One quantity given differently.
    known("RK", "uppgift", "Utfall: Resultat, 2024: dokumentet har 40 mnkr, liggaren 28 mnkr", "årsredovisning 2024"),
    known("RK", "uppgift", "Resultat, januari–augusti 2024: dokumentet har 28 mnkr, liggaren 39 mnkr", "kommentar"),
    known("RK", "uppgift", "Övriga intäkter, 2025: dokumentet har 27 mnkr, liggaren 26 mnkr", "budget 2025–2027"),
    known("RK", "uppgift", "CO2 utsläpp från tjänsteresor", "dokumentet har Öka, liggaren Minska"),
    known("RK", "uppgift", "Hållbart medarbetarengagemang, 2024: dokumentet har 79,8 %, som liggaren har för 2022"),
    known("RK", "uppgift", "Kundenkät CHR, 2023: dokumentet har 74,6 %, som liggaren har för 2022"),
    known("RK", "uppgift", "Sjukfrånvaro, 2024: dokumentet har 3,5 %, liggaren 3,7 %"),
    known("HSF", "uppgift", "inhyrd personal", "dokumentet har 1,7 %, liggaren 1,9 %", "Kvarvarande underskott"),
    known("FDS", "uppgift", "Investeringar, 2023: dokumentet har 53,8 mnkr, liggaren 53,9 mnkr", "Inledning"),
    # What does not add up.
    known("RK", "uppgift", "Arbetad tid, 2023: dokumentet har 471 547 timmar, liggaren 473 697 timmar"),
    known("RK", "uppgift", "Arbetad tid, januari–juli 2024: dokumentet har 262 761 timmar, liggaren 264 879 timmar"),
    known("RK", "uppgift", "Prognos: Totalt, 2025: dokumentet har 0,0 tkr, liggaren 539 tkr"),
    known("RK", "uppgift", "registrerade-projekt, 2025: dokumentet har 83,4 %, liggaren 83,3 %"),
    known("RK", "overford-budget", "Övriga maskiner och inventarier: 600,0 tkr, men delarna ger 0,7 mnkr"),
    # Forecasts and follow-up.
    known("RK", "prognos", "material, varor och tjänster 2025: prognosen −22 mnkr", "utfallet −33 mnkr", "2025-08-31"),
    known("RK", "rk-effekt-forsvunnen", "personal- och arbetsgivarpolitik", "4 000 tkr från 2025", "listan för 2025"),
    known("RK", "tidplan", "processer som kan automatiseras", "klar Q1 2025 och är Positiv vid 2025-08-31"),
    known("RK", "tidplan", "minska pappershanteringen", "klar Q1 2025 och är Positiv vid 2025-08-31"),
    known("RK", "tidplan", "arbeta samlat med FDS om AI", "klar Q1–Q2 2025 och är Positiv vid 2025-08-31"),
    known("RK", "tidplan", "arbete mot välfärdsbrott", "klar Q1 2025 och är Positiv vid 2025-08-31"),
    known("RK", "tidplan", "utbildning för effekthemtagning", "klar Q1–Q2 2025 och är Positiv vid 2025-08-31"),
]
"""What issue 5 says that it must find."""

ALSO = [
    # The åtgärd prints P., I., I.
    known("FDS", "dubbelt-nummer", "Aktivitet I (2023) finns 2 gånger", "digitala besök", "digitala servicen"),
    # The income statement has −3 by August and −2 as the year's forecast.
    known("RK", "prognos", "Konsultarvoden", "prognosen −2 mnkr", "utfallet −3 mnkr"),
    # The two groups of the part-year sick leave that stands under "Utfall 2024".
    known("RK", "uppgift", "Sjukfrånvaro, Kvinnor, 2024: dokumentet har 4,0 %, liggaren 4,2 %"),
    known("RK", "uppgift", "Sjukfrånvaro, Män, 2024: dokumentet har 1,2 %, liggaren 1,3 %"),
    # What the two totals of worked time that are not the sum of their parts lead to.
    known("RK", "uppgift", "förändring: Arbetad tid, 2024: dokumentet har −12 808 timmar, liggaren −14 958 timmar"),
    known("RK", "uppgift", "(procent): Arbetad tid, 2024: dokumentet har −2,72 %, liggaren −3,16 %"),
    known("RK", "uppgift", "januari–juli 2025: dokumentet har −12 359 timmar, liggaren −14 477 timmar"),
    known("RK", "uppgift", "januari–juli 2025: dokumentet har −4,70 %, liggaren −5,47 %"),
    # Two decreases that are printed without their minus, and the second is the first one's number.
    known("RK", "uppgift", "exkl jour/beredskap, 2024: dokumentet har 2,7 %, liggaren −2,7 %"),
    known("RK", "uppgift", "årsarbetare", "2024: dokumentet har 2,7 %, liggaren −2,6 %"),
]
"""What it finds beyond that, with what the document has."""


def told(finding: Finding, checked: Checked) -> str:
    """A finding as a terminal has it, with plain spaces."""
    return " ".join(" ".join(as_lines(finding, checked.view, WIDTH)).split())


def fits(each: Known, finding: Finding, checked: Checked) -> bool:
    text = told(finding, checked)
    return (finding.forvaltning, finding.rule) == (each.forvaltning, each.rule) and all(
        said in text for said in each.said
    )


@pytest.fixture(scope="module")
def checked(demo: Path) -> Iterator[Checked]:
    """The demonstration's whole ledger, checked."""
    with open_ledger(demo / "demo.db") as ledger:
        yield ledger.check()


@pytest.mark.parametrize("each", [*LISTED, *ALSO], ids=str)
def test_what_does_not_agree_in_the_documents_is_found(each: Known, checked: Checked) -> None:
    """Once, and graver than something to know."""
    [found] = [finding for finding in checked.findings if fits(each, finding, checked)]
    assert found.level in {"error", "warning"}


def test_nothing_else_is_found(checked: Checked) -> None:
    """A finding that is in neither list has not been looked up in the documents."""
    assert not [
        told(finding, checked)
        for finding in checked.findings
        if not any(fits(each, finding, checked) for each in (*LISTED, *ALSO))
    ]


@pytest.mark.parametrize(("covered", "hours"), [("2023", 2150), ("januari–juli 2024", 2118)])
def test_the_parts_of_the_worked_time_exceed_the_printed_total(covered: str, hours: int, checked: Checked) -> None:
    """By exactly the hours that they did when they were added up by hand."""
    [found] = [each for each in checked.findings if f"avläst: Arbetad tid, {covered}:" in told(each, checked)]
    (_printed, printed), (_computed, computed) = found.figures
    assert (computed - printed).number == Decimal(hours)


def test_corrections_from_csv_leave_nothing_to_find(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After an import of what mends the facts there is no finding; what was known before still has them all."""
    ledger = str(shutil.copy(demo / "demo.db", tmp_path / "demo.db"))
    assert main(["--ledger", ledger, "import", str(CORRECTIONS)]) == 0
    assert main(["--ledger", ledger, "check"]) == 0
    output = capsys.readouterr()
    assert "FDS, HSF, RK: inget att anmärka" in output.out
    assert not output.err
    assert main(["--ledger", ledger, "check", "--known", "2025-12-31"]) == 1
    assert "FDS, HSF, RK: 29 fel, 11 varningar, 0 saker att veta" in capsys.readouterr().out
