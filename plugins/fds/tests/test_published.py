"""The delårsrapport against the published document, number by number (``published/``)."""

from __future__ import annotations

from pathlib import Path

from ledger.intake.folder import folders, proposals
from ledger.testing import ledger_in
from ledger.testing.published import TEXT, Place, Places, faults, printed_numbers, tables_of

HERE = Path(__file__).parent
CONNECTED = Place("nyckeltal")
STATEMENT = Place("resultatrakning")
INVESTMENTS = Place("investeringar")
INDICATORS = Place("indikatorer")
FINDINGS = Place("internkontroll-iakttagelser", {"Granskat": "Granskade"})
PLACES: Places = {
    "inledning-i-text": {
        "Anslutna kommuner, sammanhållen journal": (CONNECTED, "anslutna-kommuner/Antal"),
        "Länets kommuner": (CONNECTED, "anslutna-kommuner/alla/Antal"),
        "Återstående kommuner": (CONNECTED, "anslutna-kommuner/aterstar/Antal"),
        "Ackumulerat ekonomiskt resultat": (STATEMENT, "resultat/Ack utfall inn år"),
        "Ackumulerat ekonomiskt resultat, jämfört med budget": (STATEMENT, "resultat/Ack avv från budget"),
        "Årsprognos": (STATEMENT, "resultat/Helår prognos"),
        "Ackumulerade investeringar": (INVESTMENTS, "utrustning/Utfall"),
        # The table prints a tenth more, so the number of the text stands in the text only.
        "Investeringar, totalt": (Place(TEXT), "Inledning/9"),
    },
    "projektportfolj": Place("projektportfolj"),
    "mal-indikatorer-effektiv": INDICATORS,
    "mal-indikatorer-medarbetare": INDICATORS,
    "mal-indikatorer-ekonomi": {
        # What is printed as the target is the forecast.
        "Prognos/ekonomiskt resultat / Mål 2023": (STATEMENT, "resultat/Helår prognos"),
        "Prognos/ekonomiskt resultat": (INDICATORS, "resultat/Utfall ack."),
    },
    "medarbetare-sjukfranvaro": Place(
        "sjukfranvaro",
        rows={
            "Varav dag 1-14": "sjukdag 1-14",
            "Varav dag 15-90": "sjukdag 15-90",
            "Varav dag 91-365": "sjukdag 91-365",
            "Varav dag 366-": "sjukdag 366-",
            "Anställda 50 år-": "Anställda 50 år -",
        },
    ),
    "rehabiliteringsarenden": Place("rehabilitering"),
    "arbetsmiljoavvikelser": Place("arbetsmiljo"),
    "sjukfranvaro-manad": Place("sjukfranvaro-manad"),
    "sjukfranvaro-i-text": {
        "Sjukfrånvaro jan-augusti": (Place("sjukfranvaro"), "sjukfranvaro/Innevarande år"),
        # No table has the change. The text says that it is less, and percent for percentage points.
        "Minskning jämfört mot föregående period": (
            Place(TEXT, unsigned=True, units={"%": "procentenheter"}),
            "Medarbetare/2",
        ),
    },
    "arbetad-tid": Place("arbetad-tid"),
    "resultatrakning": STATEMENT,
    "ekonomi-avvikelser-i-text": {
        "Periodens resultat": (STATEMENT, "resultat/Ack utfall inn år"),
        "Bättre än budgeterat": (STATEMENT, "resultat/Ack avv från budget"),
        "Utökning internminne i datorer": (Place("avvikelser"), "minne/2023-08/"),
        "Avskrivningar/försenade investeringar": (Place("avvikelser"), "avskrivningar/2023-08/"),
        "Personal": (Place("avvikelser"), "personal/2023-08/"),
        "Intäkter": (Place("avvikelser"), "intakter/2023-08/"),
    },
    "prognos-avvikelser-i-text": {
        "Utökning internminne i datorer": (Place("prognosavvikelser"), "minne/2023-08/"),
        "Avskrivningar/försenade investeringar": (Place("prognosavvikelser"), "avskrivningar/2023-08/"),
        "Uthyrning utrustning, volym": (Place("prognosavvikelser"), "uthyrning/2023-08/"),
        "Ökade kostnader serviceavtal": (Place("prognosavvikelser"), "serviceavtal/2023-08/"),
        "Prognos 2023": (STATEMENT, "resultat/Helår prognos"),
    },
    "investeringar": INVESTMENTS,
    "investeringar-i-text": {
        "Ack utfall investeringar": (INVESTMENTS, "utrustning/Utfall"),
        "varav externa kunder": (INVESTMENTS, "utrustning-externa/Utfall"),
    },
    "internkontroll-resultat-i-text": {
        "loneutbetalningar: signerade underlag": (FINDINGS, "loneutbetalningar/signerade/"),
        "inkop: Livsmedel": (FINDINGS, "inkop/livsmedel/"),
        # The amounts outside agreements are findings of their own.
        "inkop: Kontorsmaterial / Belopp utanför avtal": (FINDINGS, "inkop/kontorsmaterial-utanfor-avtal/Utfall"),
        "inkop: Kontorsmaterial": (FINDINGS, "inkop/kontorsmaterial/"),
        "inkop: Kost och logi kurs Sverige / Belopp utanför avtal": (FINDINGS, "inkop/kost-logi-utanfor-avtal/Utfall"),
        "inkop: Kost och logi kurs Sverige": (FINDINGS, "inkop/kost-logi/"),
    },
}


def test_every_published_number_is_in_the_report(tmp_path: Path) -> None:
    """Right row, right value and unit as published; or worked out to something else, with the printed one beside."""
    with ledger_in(tmp_path) as ledger:
        for folder in folders([HERE.parent / "documents"]):
            ledger.record(proposals(folder, ledger.catalogue))
        numbers = list(printed_numbers(HERE / "published" / "fds-delar-2023-08.csv"))
        tables = tables_of(ledger, "fds/delarsrapport", "2023-08", "2023-08-31")
        assert not faults(numbers, tables, PLACES)
