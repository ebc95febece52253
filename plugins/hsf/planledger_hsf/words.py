"""Hälso- och sjukvårdsförvaltningens own order and words."""

from __future__ import annotations

from ledger.blocks.indicators import Measured

HSF = "HSF"
OFFICE = "Hälso- och sjukvårdsförvaltningen"
VARDVAL = "VardvalVC"
BOARD, STATE = "Regionstyrelsen", "Staten"
BODIES = ("Regionfullmäktige", "Hälso- och sjukvårdsnämnden")

STATEMENT = (
    "patientavgifter",
    "vardtjanster",
    "regionersattning",
    "forsaljning-tjanster",
    "ovriga-intakter",
    "intakter",
    "loner",
    "sociala-avgifter",
    "inhyrd-personal",
    "kkl4",
    "kopt-vard",
    "lab",
    "lokaler",
    "lakemedel-ej-forman",
    "lakemedel-forman",
    "rontgen",
    "sjukvardsmaterial",
    "tekniska-hjalpmedel",
    "kkl5",
    "kkl6",
    "avskrivningar",
    "kkl7-8",
    "kostnader",
    "resultat",
)
DEFICIT = ("underskottspost", "resultat")
DEFICIT_FIGURES = (
    Measured("bruttokostnadsokning", label="Budgeterad bruttokostnadsökning"),
    Measured("atgardsplan", label="Åtgärdsplan, sänkta kostnader"),
    Measured("nya-arsarbetare", label="Årsarbetare i nya verksamheter"),
    Measured("inhyrd-personal", label="Inhyrd personal, andel av personalkostnaden"),
)
PARTIAL_GOALS = {
    "vardplatser": "Minskat behov av vårdplatser (aktivitet 12)",
    "invanare-per-lakare": "Invånare per fast läkare (aktivitet 13)",
}
