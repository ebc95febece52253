"""The three reports against the published documents, number by number (``published/``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.intake.folder import folders, proposals
from ledger.opening import Ledger
from ledger.testing import ledger_in
from ledger.testing.published import Place, Places, faults, printed_numbers, tables_of

HERE = Path(__file__).parent
REPORTS = {
    "rk-plan-2025": ("rk/forvaltningsplan", "2025", "2025-01-01"),
    "rk-ar-2024": ("rk/arsredovisning", "2024", "2025-03-04"),
    "rk-delar-2025-08": ("rk/delarsrapport", "2025-08", "2025-08-31"),
}
RISK = {
    "Riskvärden (väsentlighet och risk)": "Riskvärde",
    "Riskvärden (väsentlighet och risk) / S": "S",
    "Riskvärden (väsentlighet och risk) / K": "K",
}
CHANGES = {"Belopp/antal": "Förändring", "Procent": "Förändring %", "Värde": "Förändring"}
INDICATORS = Place(
    "indikatorer",
    {"Utfall 2022": "Utfall 2024", "Utfall delår 2": "Utfall delår 2025"},
    {
        "Klimat - CO2 utsläpp från tjänsterresor": "co2",
        "Klimat - Halveras koldioxidintensitet i regionens kapitalförvaltning med bibehållen avkastning": (
            "koldioxidintensitet"
        ),
        "Hållbara inköp och resurseffektivitet: antal arbetsprocesser eller materialflöden som utvecklas till mer"
        " cirkulära": "cirkulara-floden",
        "Prognos/ekonomiskt resultat": "resultat",
    },
)
PLACES: Places = {
    "anslag": Place("anslag"),
    "budget": Place("budget"),
    "intaktsfinansierade-verksamheter": Place(
        "intaktsfinansierat",
        {
            "Prisförändring i mnkr": "Prisförändring",
            "Volymförändring i mnkr": "Volymförändring",
            "Total beräknad intäkt i mnkr": "Total beräknad intäkt",
        },
    ),
    "internkontroll-regionovergripande": Place("internkontroll-planerad", RISK),
    "internkontroll-forvaltning": Place("internkontroll-planerad", RISK),
    "investeringar-planeringsramar": Place("investeringsram"),
    "mal-indikatorer": Place("indikatorer-planerade", {"Målvärde År 2025": "Målvärde 2025"}, INDICATORS.rows),
    "ram-per-ar": Place("ram"),
    "ram-villkor-i-text": {
        "Omfördelning från internhandel till ram 2025": (Place("ramforandring", {}, {}), "internhandel/2025"),
        "Beslutad ram, totalt": (Place("ram"), "2025/Ram"),
    },
    "storre-investeringar": Place("storre-investeringar", {"Investeringsbelopp (mnkr)": "Investeringsbelopp"}),
    "ramforandring": Place("ramforandring", {}, {"LPIK uppräknig": "lpik"}),
    "ramfordelning": Place("ramfordelning"),
    "arbetad-tid": Place("arbetad-tid"),
    "aret-i-korthet-i-text": Place(
        "nyckeltal-forandring",
        {"Värde": "Förändring %"},
        {"Förfrågningar om journalutlämning, ökning (Regionarkivet)": "journalutlamning"},
    ),
    "arendeuppgifter": Place("arende", {"Värde": "Behandlas datum"}, {"Behandlas datum": "rk-ar-2024"}),
    "centrumniva-i-text": {
        "Varuförsörjning 2024 / Jämförelse": (Place("centrum"), "CA-varuforsorjning/2023"),
        "Upphandling 2024 / Jämförelse": (Place("centrum"), "CA-upphandling/2023"),
        "Varuförsörjning 2024": (Place("centrum"), "RST-varuforsorjning/2024"),
        "Upphandling 2024": (Place("centrum"), "RST-upphandling/2024"),
        "Överskott av regionövergripande forskningsmedel": (Place("avvikelser"), "forskningsmedel/2024/Belopp"),
        "Överskott av övriga regionövergripande medel": (Place("avvikelser"), "ovriga-medel/2024/Belopp"),
    },
    "ekonomi-i-text": {
        "Resultat": (Place("resultatrakning"), "resultat/Bokslut 2024"),
        "varav regionövergripande forsknings- och utvecklingsmedel": (
            Place("avvikelser"),
            "regionovergripande/2024/Belopp",
        ),
        "Tillgängliga riktade statsbidrag, utbyggnad av Civilt försvar": (
            Place("riktade-medel"),
            "civilt-forsvar-stat/Tillgängligt",
        ),
        "Tillgängliga riktade statsbidrag, i budget": (Place("riktade-medel"), "civilt-forsvar-stat/I budget"),
        "varav nyttjat": (Place("riktade-medel"), "civilt-forsvar-stat/Nyttjat"),
        "varav överförs till 2025": (Place("riktade-medel"), "civilt-forsvar-stat/Överförs"),
        "varav återbetalas till staten": (Place("riktade-medel"), "civilt-forsvar-stat/Återbetalas"),
        "Tillgängliga medel från MSB": (Place("riktade-medel"), "msb/Tillgängligt"),
        "Tillgängliga medel från MSB, i budget": (Place("riktade-medel"), "msb/I budget"),
    },
    "investeringar-i-text": {
        "KTC, lärmiljön i nya lokaler (investerat)": (Place("investeringsobjekt"), "ktc-larmiljo/Utfall 2024"),
        "Hälsolyften, beviljade medel som flyttas till 2025": (
            Place("investeringsobjekt"),
            "halsolyften/Flyttas till 2025",
        ),
        "Förvaltningsövergripande reserv som flyttas till 2025": (
            Place("investeringsobjekt"),
            "reserv/Flyttas till 2025",
        ),
        "Utbildningsenheten, utbildningsmaterial": (
            Place(
                "investeringsobjekt",
                {"Budget": "Budget 2025", "Utfall/prognos i år": "Prognos 2025", "Återstod": "Återstår"},
            ),
            "utbildningsmaterial/",
        ),
        "Regionhälsan, träningsmaskiner till Hälsolyften": (
            Place(
                "investeringsobjekt",
                {"Budget": "Budget 2025", "Utfall/prognos i år": "Utfall 2025", "Återstod": "Återstår"},
            ),
            "halsolyften/",
        ),
        "Eventuellt akut investeringsbehov inom förvaltningen": (
            Place("investeringsobjekt", {"Budget": "Budget 2025"}),
            "reserv/",
        ),
    },
    "kostnadsutveckling": Place(
        "kostnadsutveckling", {"Förändring %": "Förändring"}, {"Utbildning, kultur m.m.": "utbildning-kultur"}
    ),
    "kostnadsutveckling-i-text": Place(
        "kostnadsutveckling",
        {"Värde": "Förändring"},
        {"Total bruttokostnadsutveckling, beräknad": "bruttokostnader"},
        unsigned=True,
    ),
    "maluppfyllelse-effektiva-tjanster": INDICATORS,
    "maluppfyllelse-ekonomi": INDICATORS,
    "maluppfyllelse-medarbetare": INDICATORS,
    "mal-indikatorer-effektiva-tjanster": INDICATORS,
    "mal-indikatorer-ekonomi": INDICATORS,
    "mal-indikatorer-medarbetare": INDICATORS,
    "mal-indikatorer-nojda-trygga": INDICATORS,
    "nyckeltal-i-text": {
        "Resekostnader, totalt": (Place("nyckeltal-forandring", CHANGES, unsigned=True), "resekostnader/"),
        "varav egen drift": (Place("nyckeltal-forandring", CHANGES, unsigned=True), "resekostnader/egen-drift/"),
        "varav regionövergripande verksamheter (Civilt försvar)": (
            Place("nyckeltal-forandring", CHANGES),
            "resekostnader/regionovergripande/",
        ),
        "Representationskostnader, totalt": (
            Place("nyckeltal-forandring", CHANGES, unsigned=True),
            "representation/",
        ),
        "varav intern representation": (
            Place("nyckeltal-forandring", CHANGES, unsigned=True),
            "representation/intern/",
        ),
        "varav extern representation": (
            Place("nyckeltal-forandring", CHANGES, unsigned=True),
            "representation/extern/",
        ),
        "Antal anställda": (Place("nyckeltal-forandring", CHANGES, unsigned=True), "antal-anstallda/"),
        "Kostnader för inhyrd personal": (Place("nyckeltal-forandring", CHANGES, unsigned=True), "inhyrd-personal/"),
        "Resekostnader, förändring mot samma period föregående år": (
            Place("nyckeltal-forandring", CHANGES, unsigned=True),
            "resekostnader/",
        ),
        "Representationskostnader, förändring": (Place("nyckeltal-forandring", CHANGES), "representation/"),
        "Antal anställda, förändring mot samma period föregående år": (
            Place("nyckeltal-forandring", CHANGES, unsigned=True),
            "antal-anstallda/",
        ),
        "Kostnader för inhyrd personal, förändring": (Place("nyckeltal-forandring", CHANGES), "inhyrd-personal/"),
        "Indragna tjänster inom Centrum för ekonomi": (Place("nyckeltal"), "indragna-tjanster/CE/Värde"),
        "Inhyrd arbetsmiljöingenjör": (Place("nyckeltal"), "inhyrd-arbetsmiljoingenjor/Värde"),
    },
    "effekthemtagning": Place(
        "effekthemtagning",
        {},
        {
            "Ej återbesatta pensionsavgångar": "vakanser",
            "Restriktivitet resor": "restriktivitet",
            "Avveckling av Program för personal- och arbetsgivarpolitik": "personalprogram",
            "Uppsägning av licenser": "licenser",
            "Inga marknadsföringsinsatser": "cityfestivalen",
            "Pausa ersättningsrekrytering": "hallbarhet",
        },
    ),
    "investeringar": Place("investeringar"),
    "resultatrakning": Place("resultatrakning", {}, {"Övriga kostnader material, varor och tjänster": "material"}),
    "sjukfranvaro": Place("sjukfranvaro"),
    "utveckling-centrumbildningar": Place("centrum"),
    "centrumbildningar-i-text": {
        "Varuförsörjning, prognos": (Place("centrum-prognos"), "RST-varuforsorjning/Prognos"),
        "Varuförsörjning, avvikelse mot budget": (Place("centrum-prognos"), "RST-varuforsorjning/Mot budget"),
        "Upphandling, prognos": (Place("centrum-prognos"), "RST-upphandling/Prognos"),
        "Upphandling, avvikelse mot budget": (
            Place("centrum-prognos", unsigned=True),
            "RST-upphandling/Mot budget",
        ),
        "Upphandling, kostnadsförändring mot föregående år": (
            Place("centrum-prognos"),
            "RST-upphandling/Kostnader mot föregående år",
        ),
    },
    "ekonomi-avvikelser-i-text": Place("avvikelser"),
    "internkontroll-resultat-i-text": Place(
        "internkontroll-iakttagelser",
        {"Granskat": "Granskade"},
        {
            "kemiska-risker: Regionkontorets verksamheter i Regionhuset": "kemiska-risker/regionhuset",
            "kemiska-risker: Regionhälsan": "kemiska-risker/regionhalsan",
            "kemiska-risker: Utbildningsenheten": "kemiska-risker/utbildningsenheten",
            "avtalstrohet: inköp från avtalade leverantörer": "avtalstrohet/inom-avtal",
            "avtalstrohet: inköp från icke avtalade leverantörer": "avtalstrohet/utanfor-avtal",
            "avtalstrohet: leverantörer i stickprovet": "avtalstrohet/leverantorer",
            "passerkort: felaktiga behörigheter": "passerkort/felaktiga-behorigheter",
            "passerkort: utgångna kort": "passerkort/utgangna-kort",
            "representation: kontrollerade transaktioner": "representation/transaktioner",
            "forskningsprocess: registrerade av etikgodkända projekt": "forskningsprocess/registrerade-projekt",
        },
    ),
    "investeringsredovisning": Place(
        "investeringsredovisning",
        {
            "Utfall Inköp 2025 utifrån budget 2023": "Inköp 2025 utifrån budget 2023",
            "Utfall Inköp 2025 utifrån budget 2024": "Inköp 2025 utifrån budget 2024",
            "Utfall Inköp 2025 utifrån budget 2025": "Inköp 2025 utifrån budget 2025",
            "Budget Kvarvarande budget från 2023 under 2025": "Kvarvarande budget från 2023 under 2025",
            "Budget Kvarvarande budget från 2024 under 2025": "Kvarvarande budget från 2024 under 2025",
        },
        {"Byggnader (endast Regionfastigheter/Nav)": "byggnader"},
    ),
    "resultat-och-volym-i-text": {
        "Ackumulerat ekonomiskt resultat till och med augusti": (
            Place("resultatrakning"),
            "resultat/Augusti 2025",
        ),
        "Prognos helår": (Place("resultatrakning"), "resultat/Prognos augusti"),
        "Hanterade ärenden, utlämning av allmänna handlingar (under perioden)": (
            Place("nyckeltal"),
            "utlamning-handlingar/Värde",
        ),
    },
}
NOT_A_FIGURE = {
    ("rk-plan-2025", "ram-villkor-i-text", "Utbetalning"): "a twelfth a month: a rule, told in words",
    ("rk-ar-2024", "centrumniva-i-text", "Jämförelse / not"): "the year, which is the column's",
    ("rk-ar-2024", "effekthemtagning", "Kommentar"): "against budget: another reading, shown by why and by log",
    ("rk-delar-2025-08", "investeringsredovisning", ""): "a row without a label",
}


def staff_in_text(year: str, before: str) -> Places:
    """Where the numbers of the comments on the staff stand: this year's and last year's."""
    cases = Place("arbetsmiljo", {f"Värde {year}": year, "Föregående år": before})
    return {
        "medarbetare-i-text": {
            "Minskad arbetstid motsvarande": (Place("arbetad-tid", unsigned=True), "arsarbetare/Förändring"),
            "Antal rehabiliteringsärenden": (cases, "rehabiliteringsarenden/"),
            "varav avslutade rehabiliteringsärenden": (cases, "rehabiliteringsarenden/avslutade/"),
            "Antal rapporterade arbetsmiljöavvikelser": (cases, "arbetsmiljoavvikelser/"),
        }
    }


STAFF: dict[str, Places] = {
    "rk-plan-2025": {},
    "rk-ar-2024": staff_in_text("2024", "2023"),
    "rk-delar-2025-08": staff_in_text("2025", "2024"),
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger with all of Regionkontoret's documents."""
    opened = ledger_in(tmp_path_factory.mktemp("rk"))
    for folder in folders([HERE.parent / "documents"]):
        opened.record(proposals(folder, opened.catalogue))
    return opened


@pytest.mark.parametrize("document", REPORTS)
def test_every_published_number_is_in_the_report(document: str, ledger: Ledger) -> None:
    """Right row, right value and unit as published; or worked out to something else, with the printed one beside."""
    numbers = [
        each
        for each in printed_numbers(HERE / "published" / f"{document}.csv")
        if not {(document, each.table, each.row), (document, each.table, each.column)} & set(NOT_A_FIGURE)
    ]
    assert not faults(numbers, tables_of(ledger, *REPORTS[document]), {**PLACES, **STAFF[document]})
