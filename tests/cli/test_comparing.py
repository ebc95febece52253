"""``diff`` and ``errata`` as people give them: what is compared, what is told, what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from auditor import CORRECTED, NUMBER, Desk, Json

TIMES = ("--known-from", "2025-10-31", "--to", "2025-08-31")
INCOME = ("rk/resultatrakning", "period=2025-08")
REASON = ("--reason", "Prov")
EFFECTS = ("diff", "rk/effekthemtagning", "period=2025")


@pytest.fixture
def desk(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk with a copy of the demonstration's ledger."""
    return Desk(demo, tmp_path, capsys)


def rows(data: Json) -> Iterator[tuple[str, Json]]:
    """The rows that changed, with their tables."""
    for table in data["tables"]:
        for row in table["rows"]:
            yield table["table"], row


def cells(data: Json) -> dict[tuple[str, str, str, str], Json]:
    """The cells that changed."""
    return {
        (table, row["key"], cell["column"], cell["part"]): cell for table, row in rows(data) for cell in row["cells"]
    }


def plain(text: str) -> str:
    """With plain spaces."""
    return text.replace("\u00a0", " ")


def test_a_table_between_two_known_times(desk: Desk) -> None:
    """A correction, with its consequence in the sums; the event is told of once, at the end."""
    desk.correct()
    assert plain(desk.run("diff", *INCOME, *TIMES)).splitlines() == [
        "rk/resultatrakning period=2025-08",
        "Resultaträkning",
        "  Personalkostnader",
        "    Prognos augusti: −272 → −274 mnkr  (−2)",
        f"      −2  rättelse: Prognos: personal, 2025-08, 2025 · {(found := last(desk))[:8]}",
        "  Summa kostnader",
        "    Prognos augusti: −460 → −462 mnkr  (−2)",
        f"      −2  rättelse: Prognos: personal, 2025-08, 2025 · {found[:8]}",
        "  Resultat",
        "    Prognos augusti: 32 → 30 mnkr  (−2)",
        f"      −2  rättelse: Prognos: personal, 2025-08, 2025 · {found[:8]}",
        "",
        "Händelser",
        f"  {found[:8]}  Prognos: personal, 2025-08, 2025",
        "            gäller 2025-08-31 · registrerat 2025-11-12 10:15 av controller · rättar bcef3211 · [1]",
        "            skäl: Fel rad i underlaget",
        "",
        "[1] Regionkontoret: delårsrapport augusti 2025, Resultaträkning (rk-delar-2025-08, publicerad",
        "    2025-10-31)",
        "",
        "3 uppgifter har ändrats genom 1 händelse.",
        "Från: Per 2025-08-31, enligt vad som var känt 2025-10-31 23:59 (position 2207)",
        "Till: Per 2025-08-31, enligt vad som var känt 2025-11-12 10:15 (position 2209)",
    ]


def last(desk: Desk) -> str:
    """The id of the last event."""
    found: str = json.loads(desk.run("log", "--format", "json").splitlines()[-1])["id"]
    return found


def test_a_table_between_two_dates(desk: Desk) -> None:
    """What took effect is new; what says how figures are worked out is a method."""
    desk.decide()
    out = plain(desk.run("diff", *INCOME, "--from", "2025-08-31", "--to", "2025-11-30"))
    assert "    Budget 2025: −285 → −283 mnkr  (+2)" in out.splitlines()
    assert "+2  nytt: Budget beslutad: personal, 2025" in out
    assert "beslutad av\n              Regionfullmäktige" in out
    data = desk.data("diff", "hsf/uteblivandeavgift", "--from", "2025-10-30", "--to", "2025-10-31")
    assert {term["kind"] for _table, row in rows(data) for term in row["events"]} == {"method"}


def test_dates_and_known_times_at_once(desk: Desk) -> None:
    """First what became known, then what took effect: each event on its leg."""
    correction, decision = desk.correct(), desk.decide()
    times = ("--from", "2025-08-31", "--to", "2025-11-30", "--known-from", "2025-10-31", "--known-to", "2025-11-26")
    data = desk.data("diff", *INCOME, *times)
    legs = {(term["leg"], term["id"]) for cell in cells(data).values() for term in cell["terms"]}
    assert legs == {("known", correction), ("time", decision)}


def test_a_report_with_its_texts(desk: Desk) -> None:
    """The sentence is told by what changed in it, with the figure that did."""
    desk.correct()
    out = plain(desk.run("diff", "rk/delarsrapport", "period=2025-08", *TIMES))
    assert "Året i korthet\n  Stycke 1\n    … återhållsam hållning. Prognosen för helåret är 32 mnkr.\n" in out
    assert "    → … återhållsam hållning. Prognosen för helåret är 30 mnkr.\n    siffra 2: 32 → 30 mnkr  (−2)\n" in out
    assert out.count("skäl: Fel rad i underlaget") == 1
    assert out.endswith("(position 2209)\n")


def test_a_new_text_names_its_own_event(desk: Desk) -> None:
    """Words that no figure brought are told with the event that changed them."""
    texts = map(json.loads, desk.run("log", "--source", "rk-delar-2025-08", "--format", "json").splitlines())
    [(text, field)] = [
        (text, f"{name}={words.replace('på flera håll', 'överallt')}")
        for text in texts
        for name, words in text["decision"].items()
        if isinstance(words, str) and words.startswith("Hälsoteam har startat")
    ]
    correction = desk.recorded(CORRECTED, "correct", text["id"], field, *REASON)
    out = desk.run("diff", "rk/delarsrapport", "period=2025-08", *TIMES)
    assert "Hälsoteam har startat på flera håll och utvecklande medarbetarskap …" in out
    assert "→ Hälsoteam har startat överallt och utvecklande medarbetarskap …" in out
    assert f"      rättelse: Text: inledning, 2, januari–augusti 2025 · {correction[:8]}" in out


def test_a_text_that_comes_is_told_once(desk: Desk) -> None:
    """Its figures come with it, and no line is wider than a hundred columns."""
    times = ("--known-from", "2024-12-31", "--to", "2025-01-01")
    out = plain(desk.run("diff", "rk/forvaltningsplan", "period=2025", *times))
    first = out.partition("  Stycke 2\n")[0].splitlines()
    assert first[2:5] == ["  Stycke 1", "    (saknas)", first[4]]
    assert first[-1].startswith("      sent registrerat: Text: grunduppdrag, 1")
    with_figures = out.partition("Text: ersattning, 1")[0].rpartition("Stycke")[2]
    assert "mnkr" in with_figures
    assert not any(line.lstrip().startswith("siffra") for line in out.splitlines())
    assert max(map(len, out.splitlines())) <= 100


def test_the_whole_ledger(desk: Desk) -> None:
    """Every table that changed, in every period; a list in JSON, however many they are."""
    assert desk.data("diff", *TIMES) == []
    desk.withdraw()
    [only] = desk.data("diff", *TIMES)
    assert only["name"] == "rk/arbetad-tid"
    assert only == desk.data("diff", "rk/arbetad-tid", "period=2025-08", *TIMES)
    desk.recorded("2025-11-19", "correct", "bcef3211", "amount=-274 mnkr", *REASON)
    names = [(each["name"], each["params"]) for each in desk.data("diff", *TIMES)]
    assert ("rk/resultatrakning", {"period": "2025-08"}) in names
    out = desk.run("diff", *TIMES)
    headings = [" ".join([name, *(f"{key}={value}" for key, value in params.items())]) for name, params in names]
    assert [line for line in out.splitlines() if line in headings] == headings
    assert "genom 2 händelser." in out


@pytest.mark.parametrize("name", ["rk/arbetad-tid", "rk/resultatrakning", "rk/avvikelser"])
def test_backwards_is_the_negative(desk: Desk, name: str) -> None:
    """Ends changed places, each term with the other sign, the last first."""
    desk.correct()
    desk.withdraw()
    desk.decide()
    forward = ("--from", "2025-08-31", "--to", "2025-11-30", "--known-from", "2025-10-31", "--known-to", "2025-11-26")
    back = ("--from", "2025-11-30", "--to", "2025-08-31", "--known-from", "2025-11-26", "--known-to", "2025-10-31")
    there, home = (desk.data("diff", name, "period=2025-08", *times) for times in (forward, back))
    assert (there["from"], there["to"]) == (home["to"], home["from"])
    first, second = cells(there), cells(home)
    assert first.keys() == second.keys() != set()
    for place, cell in first.items():
        other = second[place]
        assert (cell["before"], cell["after"]) == (other["after"], other["before"])
        if cell["difference"] is not None and cell["unit"] == other["unit"]:
            assert Fraction(cell["difference"]) == -Fraction(other["difference"])
            terms = [(term["id"], Fraction(term["amount"])) for term in cell["terms"]]
            assert terms == [(term["id"], -Fraction(term["amount"])) for term in reversed(other["terms"])]


def test_rows_come_go_and_are_renamed(desk: Desk) -> None:
    """Each with the events that did it, and what the row says."""
    estimated = ("forvaltning=RK", "measure=resor", "name=Färre resor", "period=2025", "amount=0,5 mnkr")
    came = desk.recorded(
        "2025-11-10", "record", "rk.effect-estimated", *estimated, "schedule=2025", "--effective-on", "2025-08-31"
    )
    went = desk.recorded("2025-11-11", "withdraw", "f52aac94", *REASON)
    renamed = desk.recorded("2025-11-12", "correct", "69441ad0", "name=En tjänst färre", *REASON)
    changes = {row["key"]: row for _table, row in rows(desk.data(*EFFECTS, *TIMES))}
    named = {key: (row["change"], row["was"], [each["id"] for each in row["events"]]) for key, row in changes.items()}
    assert named["resor"] == ("came", None, [came])
    assert named["controllers"] == ("went", "Minskat antal controllers", [went])
    assert named["pensionsavgang"] == ("renamed", "Ej återbesatt pensionsavgång 1,0 åa", [renamed])
    assert named["total"][0] == "changed"
    out = plain(desk.run(*EFFECTS, *TIMES))
    assert "  Färre resor\n    raden har kommit till\n      sent registrerat: Beräknad effekt: Färre resor, 2025" in out
    assert "  Minskat antal controllers\n    raden har fallit bort\n      återtagande: Beräknad effekt: Minskat" in out
    assert "    har bytt namn: Ej återbesatt pensionsavgång 1,0 åa → En tjänst färre\n      rättelse:" in out
    assert "      Beräknad effekt: 0,5 mnkr" in out


def test_a_difference_is_told_with_as_many_decimals_as_it_takes(desk: Desk) -> None:
    """As the table prints, and more where it could not be seen."""
    desk.recorded(CORRECTED, "correct", "bcef3211", "amount=-272,04 mnkr", *REASON)
    out = plain(desk.run("diff", *INCOME, *TIMES))
    assert "    Prognos augusti: −272,00 → −272,04 mnkr  (−0,04)" in out
    assert "      −0,04  rättelse" in out


def test_many_terms_are_summed_up_unless_all_are_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The greatest are told, the others in a line; in JSON their number and exact sum."""
    desk.recorded(CORRECTED, "correct", "bcef3211", "amount=-275 mnkr", *REASON)
    desk.decide()
    asked = ("diff", "rk/avvikelser", "period=2025-08", "--known-from", "2025-10-31", "--to", "2025-12-31")
    for name in ("MOST_TERMS", "MOST_DATA"):
        monkeypatch.setattr(f"ledger.explain.diff.telling.{name}", 1)
    out = plain(desk.run(*asked))
    assert "    Belopp: 13 → 8 mnkr  (−5)\n      −3  rättelse" in out
    assert "      … och 1 till, tillsammans −2\n" in out
    assert "tillsammans" not in desk.run(*asked, "--all")
    [cell] = cells(desk.data(*asked)).values()
    assert (len(cell["terms"]), cell["terms_count"], cell["rest"]) == (1, 2, "-2")
    [cell] = cells(desk.data(*asked, "--all")).values()
    assert (len(cell["terms"]), cell["terms_count"], cell["rest"]) == (2, 2, "0")


def test_the_contract_of_a_difference(desk: Desk) -> None:
    """The names in docs/json.md, no others and no fewer."""
    issued, correction = desk.issue(), desk.correct()
    data = desk.data("errata", NUMBER, code=1)
    matter = {"id": issued, "on": "2025-10-31", "body": "Regionstyrelsen", "diarienummer": NUMBER}
    assert data.pop("issued") == matter
    assert data.keys() == {"name", "title", "params", "from", "to", "notes", "tables"}
    assert (data["name"], data["title"]) == ("rk/delarsrapport", "Delårsrapport augusti 2025")
    assert data["from"] == {"at": "2025-08-31", "known": data["from"]["known"], "position": 2207}
    table = next(each for each in data["tables"] if each["table"] == "rk/resultatrakning")
    assert {**table, "rows": []} == {
        "section": "Ekonomi",
        "table": "rk/resultatrakning",
        "title": "Resultaträkning",
        "rows": [],
    }
    row = table["rows"][0]
    assert {**row, "cells": []} == {
        "key": "personal",
        "label": "Personalkostnader",
        "change": "changed",
        "was": None,
        "events": [],
        "cells": [],
    }
    [cell] = row["cells"]
    [term] = cell.pop("terms")
    assert cell == {
        "column": "forecast-2025-2025-08",
        "label": "Prognos augusti",
        "part": "",
        "before": {"text": "−272\u00a0mnkr", "value": "-272", "unit": "mnkr"},
        "after": {"text": "−274\u00a0mnkr", "value": "-274", "unit": "mnkr"},
        "difference": "-2",
        "unit": "mnkr",
        "terms_count": 1,
        "rest": "0",
    }
    told = ("leg", "kind", "amount", "about", "topic", "position", "id", "reason", "replaces")
    assert [term[name] for name in told] == [
        "known",
        "correction",
        "-2",
        "Prognos: personal, 2025-08, 2025",
        "finance.forecast-made",
        2210,
        correction,
        "Fel rad i underlaget",
        "bcef3211-2089-5db2-ba83-87ac8f0a8b10",
    ]
    document = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    section = document.partition("## What `diff` and `errata` find")[2]
    for name in (*matter, *data, *table, *row, *cell, *told):
        assert f"`{name}`" in section, name


def test_nothing_has_changed(desk: Desk) -> None:
    """It is said, with both ends, and the exit code is 0."""
    out = desk.run("diff", *INCOME, "--from", "2025-09-30", "--to", "2025-10-31")
    assert out.splitlines()[0] == "Inget har ändrats."
    assert [line[:4] for line in out.splitlines()[1:]] == ["Från", "Till"]
    assert desk.data("diff", *INCOME, "--from", "2025-09-30", "--to", "2025-10-31")["tables"] == []
    assert desk.run("diff", "--from", "2025-11-10", "--to", "2025-11-11") == "Inget har ändrats.\n"


def test_errata_exit_code(desk: Desk) -> None:
    """0 while nothing has changed, 1 once something has, in both forms; by number, id or its beginning."""
    issued = desk.issue()
    out = desk.run("errata", NUMBER)
    assert out.splitlines()[:2] == [f"Fastställd 2025-10-31 av Regionstyrelsen, dnr {NUMBER}", "Inget har ändrats."]
    assert desk.data("errata", NUMBER)["tables"] == []
    desk.decide()
    assert desk.run("errata", issued).splitlines()[1] == "Inget har ändrats.", "it took effect later"
    desk.recorded("2025-11-27", "correct", "bcef3211", "amount=-274 mnkr", *REASON)
    assert desk.run("errata", issued[:8], code=1) == desk.run("errata", NUMBER, code=1)
    assert desk.data("errata", issued, code=1)["tables"]
    assert desk.run("errata", issued, "--known", "2025-11-26").splitlines()[1] == "Inget har ändrats."


def test_a_withdrawn_issue_has_no_errata(desk: Desk) -> None:
    """It is told why."""
    issued = desk.issue()
    desk.run("withdraw", issued, "--reason", "Fel utkast")
    for reference in (issued, NUMBER):
        assert "är återtagen: Fel utkast" in desk.refused("errata", reference)


WRONG = {
    "no first view": (("diff", *INCOME), ("det första läget saknas", "--from", "--known-from")),
    "no first view but an end": (("diff", "--to", "2025-08-31"), ("det första läget saknas",)),
    "an unknown table": (
        ("diff", "rk/resultatrakningen", "--from", "2025-01-01"),
        ("rk/resultatrakningen", "menade du ”rk/resultatrakning”"),
    ),
    "an unknown plugin": (("diff", "rkk/ramfordelning", "--from", "2025-01-01"), ("”rkk”",)),
    "an unknown parameter": (
        ("diff", "rk/resultatrakning", "perod=2025-08", "--from", "2025-01-01"),
        ("ingen parameter ”perod”",),
    ),
    "no pair": (("diff", "rk/resultatrakning", "2025-08", "--from", "2025-01-01"), ("är inte namn=värde",)),
    "a parameter of no table": (("diff", "period=2025", "--from", "2025-01-01"), ("period=2025",)),
    "a date that is none": (("diff", *INCOME, "--from", "igår"), ("--from", "”igår” är inget datum")),
    "an end that is none": (("diff", *INCOME, "--from", "2025-01-01", "--to", "2025-13-01"), ("--to", "2025-13-01")),
    "a time that is none": (("diff", *INCOME, "--known-from", "nyss"), ("--known-from", "”nyss” är ingen tid")),
    "another": (("diff", "--from", "2025-01-01", "--known-to", "nyss"), ("--known-to", "”nyss” är ingen tid")),
    "no such issue": (("errata", "zz"), ("ingen fastställd rapport zz", "reports --issued")),
    "a time for errata": (("errata", NUMBER, "--known", "nyss"), ("--known", "”nyss” är ingen tid")),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told(desk: Desk, arguments: tuple[str, ...], said: tuple[str, ...]) -> None:
    """With what to do."""
    desk.issue()
    errors = desk.refused(*arguments)
    assert [each for each in said if each not in errors] == []
    assert "→" in errors


def test_no_issue_is_named(desk: Desk) -> None:
    """Click's own refusal."""
    assert "ID" in desk.refused("errata")
