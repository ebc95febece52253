"""Förvaltningen för digitaliseringsstöds own order and words."""

from __future__ import annotations

from ledger.blocks.indicators import Measured

FDS = "FDS"
OFFICE = "Förvaltningen för digitaliseringsstöd"

STATEMENT = (
    "forsaljning-it",
    "forsaljning-tjanster",
    "regionersattning",
    "ovriga-intakter",
    "intakter",
    "personal",
    "varor",
    "kkl5",
    "lokaler",
    "it",
    "konsulter",
    "avskrivningar",
    "kkl6-7",
    "finansiella",
    "kostnader",
    "resultat",
)
INVESTMENTS = ("utrustning", "utrustning-externa")
WORDS_OF_INVESTMENTS = {"utrustning-externa": "externa kunder"}
MUNICIPALITIES = (
    Measured("anslutna-kommuner", "alla"),
    Measured("anslutna-kommuner", label="anslutna", kind="varav"),
    Measured("anslutna-kommuner", "aterstar", "kvar att ansluta", "varav"),
)
WORKED_TIME = (
    Measured("arbetad-tid", "egen"),
    Measured("arbetad-tid", "overtid", "övertid/mertid", "varav"),
    Measured("arbetad-tid", "timavlonade", "timavlönade", "varav"),
    Measured("arbetad-tid", "resursenheten"),
    Measured("arbetad-tid", "inhyrd"),
    Measured("arbetad-tid", "justering-arbetsdagar"),
    Measured("arbetad-tid", "justering-skottar"),
    Measured("arbetad-tid", "inkl-jour", kind="subtotal"),
    Measured("arbetad-tid", "avdrag-jour"),
    Measured("arbetad-tid", "exkl-jour", kind="total"),
    Measured("arsarbetare"),
)
CASES = (
    Measured("rehabiliteringsarenden"),
    Measured("rehabiliteringsarenden", "avslutade", "avslutade rehabiliteringsärenden", "varav"),
)
INCIDENTS = (
    Measured("arbetsmiljoavvikelser", "handelser"),
    Measured("arbetsmiljoavvikelser", "risker"),
    Measured("arbetsmiljoavvikelser", label="Totalt antal", kind="total"),
    Measured("arbetsmiljoavvikelser", "hot-vald", "hot och våld", "varav"),
    Measured("arbetsmiljoavvikelser", "stickskador", "stickskador", "varav"),
)
