"""Regionkontoret's own order and words: which lines and parts its tables have, and what its documents call them."""

from __future__ import annotations

from ledger.blocks.indicators import Measured

RK = "RK"
OFFICE = "Regionkontoret"
BOARD = "Regionstyrelsen"
STATE = ("Staten", "MSB")
"""Those that grant something beside the ram."""

BODIES = ("Regionfullmäktige", "Regionstyrelsen")
SCALES = {"utveckling": "Mål och indikatorer", "planenlighet": "Uppdrag och aktiviteter"}

INCOME = ("forsaljning-utbildning", "forsaljning-tjanster", "regionersattning", "statsbidrag", "ovriga-intakter")
STATEMENT = (
    *INCOME,
    "intakter",
    "personal",
    "utbildning-kultur",
    "lamnade-bidrag",
    "material",
    "lokaler",
    "it",
    "konsulter",
    "avskrivningar",
    "ovriga-verksamhet",
    "kostnader",
    "resultat",
)
"""The income statement of the plan and of the delårsrapport."""

STATEMENT_OF_THE_YEAR = (
    *INCOME,
    "intakter",
    "personal",
    "lakemedel",
    "utbildning-kultur",
    "lamnade-bidrag",
    "kkl5",
    "lokaler",
    "it",
    "konsulter",
    "avskrivningar",
    "ovriga-verksamhet",
    "finansiella",
    "kostnader",
    "resultat",
)
"""The årsredovisning's, which divides one line and adds another."""

WORDS_OF_THE_YEAR = {
    "statsbidrag": "Specialdestinerat statsbidrag",
    "ovriga-verksamhet": "Övriga kostnader i kkl 6+7",
}

INVESTMENTS = (
    "immateriella",
    "datorutrustning",
    "medicinsk-apparatur",
    "byggnadsinventarier",
    "bilar",
    "leasing",
    "ovriga-maskiner",
    "tekniska-hjalpmedel",
    "konst",
    "byggnader",
    "leasing-byggnader",
    "investeringsbidrag",
    "investeringar",
)
WORDS_OF_INVESTMENTS = {"investeringar": "Summa"}
INVESTMENT_ACCOUNTS = (
    "immateriella",
    "datorutrustning",
    "medicinsk-apparatur",
    "byggnadsinventarier",
    "bilar",
    "ovriga-maskiner",
    "tekniska-hjalpmedel",
    "inv-utr",
    "konst",
    "byggnader",
    "inv-summa",
    "investeringsbidrag",
    "leasing",
    "investeringar",
)
"""The investeringsredovisning, with its subtotals."""

INVESTMENT_PROJECTS = ("utbildningsmaterial", "halsolyften", "reserv", "ktc-larmiljo")

CENTRES = (
    "CA",
    "CA-varuforsorjning",
    "CA-upphandling",
    "CE",
    "CE-glasogonbidrag",
    "CH",
    "CHR",
    "CHR-personalpolitik",
    "CIFU",
    "CIFU-forskningsmedel",
    "CK",
    "RDS",
    "RDS-reserv",
    "RDS-PU",
    "Regionstaben",
    "RST-varuforsorjning",
    "RST-upphandling",
    "prognosjustering",
)
"""The centrumbildningar by name, each followed by what is shown of it."""

COSTS_OF_THE_YEAR = (
    "loner",
    "sociala-avgifter",
    "lamnade-bidrag",
    "konsulter",
    "utbildning-kultur",
    "ovrigt-kostnadsslag",
)
COSTS_FORECAST = (
    "ovriga-tjanster",
    "lamnade-bidrag",
    "pensioner",
    "personal-exkl-pensioner",
    "bruttokostnader",
)

CASES = (
    Measured("rehabiliteringsarenden"),
    Measured("rehabiliteringsarenden", "avslutade", "avslutade rehabiliteringsärenden", "varav"),
    Measured("arbetsmiljoavvikelser", label="Antal rapporterade arbetsmiljöavvikelser"),
    Measured("arbetsmiljoavvikelser", "hot-vald", "hot/våld", "varav"),
)
KEY_FIGURES_CHANGED = (
    Measured("resekostnader", label="Resekostnader, totalt"),
    Measured("resekostnader", "egen-drift", "egen drift", "varav"),
    Measured("resekostnader", "regionovergripande", "regionövergripande verksamheter", "varav"),
    Measured("representation", label="Representationskostnader, totalt"),
    Measured("representation", "intern", "intern representation", "varav"),
    Measured("representation", "extern", "extern representation", "varav"),
    Measured("antal-anstallda", label="Antal anställda"),
    Measured("inhyrd-personal", label="Kostnader för inhyrd personal"),
    Measured("journalutlamning", label="Förfrågningar om journalutlämning"),
)
KEY_FIGURES = (
    Measured("indragna-tjanster", "CE", "Indragna tjänster inom Centrum för ekonomi"),
    Measured("inhyrd-arbetsmiljoingenjor", label="Inhyrd arbetsmiljöingenjör"),
    Measured("inhyrd-psykolog", label="Inhyrd psykolog som forskar"),
    Measured("utlamning-handlingar", label="Hanterade ärenden, utlämning av allmänna handlingar"),
)
