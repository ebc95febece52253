"""The plan for 2025 against the delårsrapport, as the two documents differ: looked up in both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.intake.folder import folders, proposals
from ledger.opening import Ledger
from ledger.tables.contract import contract
from ledger.testing import ledger_in

DOCUMENTS = Path(__file__).parent.parent / "documents"
CHANGED = {
    # The delårsrapport prints Öka, though the name says that it is to shrink.
    "indikator/co2": ("Annat värde tryckt", "Minska", "Öka", ""),
    # CHR is gone from the responsible; later the other centrumbildningar are.
    "aktivitet/a03": ("Ny ansvarig", "", "", "CHR/Regionstaben → Regionstaben"),
    "aktivitet/a31": ("Ny ansvarig", "", "", "CE/Regionstaben/CB → CE"),
    # The plan's last words, inom regionen, are gone.
    "aktivitet/a16": (
        "Omformulerad",
        "Hitta kriterier för hållbara investeringar att föra in i investeringsprocessen",
        "Hitta kriterier för hållbara investeringar till investeringsprocessen",
        "Regionstaben/CE",
    ),
    # Four rows whose inriktning lost a word.
    **{
        f"aktivitet/{code}": ("Inriktningen omformulerad", "Trygghet och säkerhet", "Trygghet säkerhet", who)
        for code, who in {
            "a18": "Regionstaben/FSF",
            "a19": "Regionstaben",
            "a20": "Regionstaben",
            "a21": "Regionstaben",
        }.items()
    },
    # 31 activities in the plan and 30 rows in the delårsrapport: two of them share a cell and a judgement.
    "aktivitet/a25": (
        "Redovisad ihop med ”Öppna KTC-utbildningarna för länets kommuner och bestämma hur kostnaderna ska ersättas”",
        "",
        "",
        "CIFU",
    ),
    # Two controls for the whole region that stand among the förvaltning's own, and one whose method is told anew.
    "kontroll/avtalstrohet": (
        "Flyttad till annan omfattning; metoden omformulerad",
        "regionövergripande; Stickprov av om köp från andra leverantörer är tillåtna direktupphandlingar och om köpta"
        " artiklar ingår i avtal",
        "förvaltningen; Material fakturerat november 2024 till mars 2025, och stickprov på avtalade leverantörer",
        "CE",
    ),
    "kontroll/passerkort": (
        "Flyttad till annan omfattning; metoden omformulerad",
        "regionövergripande; Stickprov på passerkort och nycklar",
        "förvaltningen; Stickprov på behörigheter, i Ambulansen Köping och HUS 90",
        "Regionstaben",
    ),
    "kontroll/forskningsprocess": (
        "Metoden omformulerad",
        "Stickprov",
        "Stickprov på projekt som etikgodkänts i Ethix juni 2024 till maj 2025",
        "CIFU",
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """All that Regionkontoret has published here."""
    with ledger_in(tmp_path_factory.mktemp("rk")) as ledger:
        ledger.record([each for folder in folders([DOCUMENTS]) for each in proposals(folder, ledger.catalogue)])
        yield ledger


def rows(ledger: Ledger, **params: str) -> dict[str, list[dict[str, Any]]]:
    shown = ledger.show("rk/plan-mot-uppfoljning", at=date(2026, 7, 1), params=params)
    return {row["key"]: row["cells"] for row in contract(shown)["rows"] if row["kind"] != "heading"}


def test_what_differs_between_the_plan_and_the_delarsrapport_is_found(published: Ledger) -> None:
    """All of it that the events hold, and nothing else; each cell with its event."""
    found = rows(published, period="2025-08", urval="ändrat")
    assert {key: tuple(cell["text"] for cell in cells[:4]) for key, cells in found.items()} == CHANGED
    assert all(cell["events"] for cells in found.values() for cell in cells if cell["text"])


def test_all_of_the_plan_is_there(published: Ledger) -> None:
    """Seven uppdrag, eleven indicators, 31 activities, an investment and six controls, none of them missing."""
    found = rows(published)
    kinds = [key.partition("/")[0] for key in found]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "uppdrag": 7,
        "indikator": 11,
        "aktivitet": 31,
        "investering": 1,
        "kontroll": 6,
    }
    plain = [cells[0]["text"] for key, cells in found.items() if key not in CHANGED]
    assert set(plain) == {"Redovisad"}
    assert all(cells[0]["events"] for cells in found.values())


def test_before_the_delarsrapport_the_latest_follow_up_is_of_the_year_before(published: Ledger) -> None:
    """Of which nothing differs: its plan is known from its årsredovisning alone."""
    assert rows(published, period="2024")
    assert not rows(published, period="2024", urval="ändrat")
