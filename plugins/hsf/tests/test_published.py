"""The förvaltningsplan against the published document, number by number (``published/``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.intake.folder import folders, proposals
from ledger.testing import ledger_in
from ledger.testing.published import TEXT, Place, Places, Printed, Tables, faults, printed_numbers, tables_of

HERE = Path(__file__).parent
RISK = {
    "Riskvärden (väsentlighet och risk)": "Riskvärde",
    "Riskvärden (väsentlighet och risk) / S": "S",
    "Riskvärden (väsentlighet och risk) / K": "K",
}
INDICATORS = Place(
    "indikatorer",
    {
        "Målvärde År 2026": "Målvärde 2026",
        "Nuläge 2024 / Delår 2 (2025)": "Nuläge 2024 / januari–augusti 2025",
        "Nuläge 2024 / periodresultat": "Nuläge 2024 / januari–augusti 2025",
        "Nuläge 2024 / helårsprognos": "Nuläge 2024 / prognos 2025",
    },
)
DEFICIT, MEASURES = Place("underskott"), Place("underskott-nyckeltal")
PARTIAL_GOALS = Place("delmal")
PLACES: Places = {
    "aktiviteter-1-omstallning": {
        "DELMÅL 1 mätbar ökad vårdkapacitet för att frigöra vårdplatser / Beskrivning / 2027": (
            PARTIAL_GOALS,
            "vardplatser/2027/Mål",
        ),
        "DELMÅL 1 mätbar ökad vårdkapacitet för att frigöra vårdplatser / Beskrivning / 2029": (
            PARTIAL_GOALS,
            "vardplatser/2029/Mål",
        ),
        "DELMÅR 1 Primärvården som nav, 1 fast läkare/1100": (PARTIAL_GOALS, "invanare-per-lakare/2026/2028/Mål"),
    },
    "aktiviteter-4-kompetensforsorjning": {
        "Oberoende av hyrbemanning": (Place("aktiviteter"), "h31/"),
        "Sänka sjuktal till 6%": (INDICATORS, "sjukfranvaro/Målvärde 2026"),
    },
    "anslag-regionstyrelsen": Place("anslag"),
    "statsbidrag": Place("statsbidrag", {}, {"Sjukskrivningsprocessen/- rehab koordinator": "sjukskrivningsprocessen"}),
    "beslutad-ram": Place("ram"),
    "fordelning-ram": Place("ramfordelning"),
    "ersattning-tandvard": Place("ramfordelning", {}, {"Ersättning till specialist- och sjukhustandvård": "Tandvard"}),
    "ramforandring": Place("ramforandring"),
    "justering-av-ramar": Place(
        "ramflyttar",
        {},
        {
            "Vårdstöd under Planering och utveckling": "Vardstod/specialistvardsavtal",
            "Område Psykiatri, Medicin och Närsjukvård": "Varduppdrag/PMN/specialistvardsavtal",
            "Område Operation, Specialmedicin och Akutsjukvård": "Varduppdrag/OSA/specialistvardsavtal",
            "Område Förvaltningsledning": "Varduppdrag/FL/specialistvardsavtal",
        },
    ),
    "intaktsfinansierade-verksamheter": Place(
        "intaktsfinansierat",
        {
            "Prisförändring i mkr": "Prisförändring",
            "Volymförändring i mkr": "Volymförändring",
            "Total beräknad intäkt i mkr": "Total beräknad intäkt",
        },
    ),
    "investeringar-planeringsramar": Place("investeringsram"),
    "storre-investeringar": Place("storre-investeringar"),
    "hyresrelaterade-fastighetsinvesteringar": Place(
        "fastighetsinvesteringar",
        {"Investeringsbelopp / beslut": "Beslutat", "Investeringsbelopp": "Investeringsbelopp 2026"},
        {"Serologi och immunlogilab": "lok-serologi"},
    ),
    "budget-2026": Place("budget"),
    "indikatorer": INDICATORS,
    "vardgaranti": Place("vardgaranti", {"Målvärde År 2026": "Målvärde 2026", "Nuläge 2024": "Utfall"}),
    "underskott": {
        "Underskottspost, förvaltningsplanen 2025": (DEFICIT, "underskottspost/Budget 2025"),
        "Årets prognos i samband med delårsrapport": (DEFICIT, "resultat/Prognos 2025"),
        "Underskottspost, 2026": (DEFICIT, "underskottspost/Budget 2026"),
        "Den angivna obalansen": (DEFICIT, "underskottspost/Budget 2026"),
        "Budgeterad bruttokostnadsökning": (MEASURES, "bruttokostnadsokning/Mål 2026"),
        "Åtgärdsplan, sänkta kostnader": (MEASURES, "atgardsplan/Mål 2026"),
        # The table of indicators prints another share, so this one stands in the text only.
        "Externt inhyrd personal, 2025": (Place(TEXT), "Kvarvarande underskott/4"),
        "Externt inhyrd personal, 2026": (MEASURES, "inhyrd-personal/Mål 2026"),
        "Årsarbetare i nya verksamheter och tillgänglighetsprojekt": (MEASURES, "nya-arsarbetare/Mål 2026"),
        "Satsningar: förvaltningen minskar kostnadsnivån": (MEASURES, "atgardsplan/Mål 2026"),
    },
    "uteblivandeavgift": Place(
        "uteblivandeavgift", {"Ska av- eller ombokas": "Senaste av- eller ombokning före tiden"}
    ),
    "internkontroll-regionovergripande": Place("internkontroll", RISK),
    "internkontroll-forvaltning": Place("internkontroll", RISK),
}
NOT_A_FIGURE = {
    ("beslutad-ram", "Utbetalning"): "a twelfth a month: a rule, told in words",
}
IN_THE_HEADING = {
    ("hyresrelaterade-fastighetsinvesteringar", "Investeringsbelopp / not"): "Investeringsbelopp 2026",
    ("indikatorer", "Indikator / not"): "Nuläge 2024",
    ("indikatorer", "Nuläge 2024 / not"): "Nuläge 2024",
}
"""Columns here whose headings say the year that the print repeats in a cell. Any other year has to stand in the cell."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the plan."""
    with ledger_in(tmp_path_factory.mktemp("hsf")) as ledger:
        for folder in folders([HERE.parent / "documents"]):
            ledger.record(proposals(folder, ledger.catalogue))
        return tables_of(ledger, "hsf/forvaltningsplan", "2026", "2025-10-31")


def test_every_published_number_is_in_the_report(tables: Tables) -> None:
    """Right row, right value and unit as published; or worked out to something else, with the printed one beside."""
    numbers = [
        each
        for each in printed_numbers(HERE / "published" / "hsf-plan-2026.csv")
        if (each.table, each.row) not in NOT_A_FIGURE and not in_the_heading(each)
    ]
    assert not faults(numbers, tables, PLACES)


def test_the_headings_say_the_years_that_are_not_in_the_cells(tables: Tables) -> None:
    """What is left out of the numbers above is told by a column."""
    for (table, _column), heading in IN_THE_HEADING.items():
        place = PLACES[table]
        assert isinstance(place, Place)
        assert heading in [column["label"] for column in tables[place.table][0]["columns"]]


def in_the_heading(number: Printed) -> bool:
    """Whether a number is the year of the column that it stands in."""
    return IN_THE_HEADING.get((number.table, number.column), "").endswith(f" {number.text}")
