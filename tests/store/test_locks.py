"""Locks: what falls into a closed period is refused, all of it at once, or overrides the lock with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.cli import main
from ledger.events import (
    Envelope,
    LineDefined,
    LockClosed,
    LockOpened,
    OutcomeRead,
    Proposal,
    RamAllocated,
    ReportIssued,
    TextWritten,
    UnitFormed,
)
from ledger.events.locks import NEVER_LOCKED, Place, forvaltning_in
from ledger.opening import Ledger
from ledger.problems import Origin, Problem, Refused
from ledger.projections.locks import closed_locks
from ledger.testing import Clock, decided, ledger_at

IN, AFTER, BEFORE = "2025-08-31", "2025-09-30", "2024-12-31"


@pytest.fixture
def ledger(place: str, clock: Clock) -> Iterator[Ledger]:
    """A ledger with a unit and a line, and a clock that stands in February 2026."""
    clock.set("2026-02-01T10:00")
    with ledger_at(place, clock=clock) as opened:
        opened.record(
            [
                decided(UnitFormed(forvaltning="RK", unit="CE", name="CE"), "2020-01-01"),
                decided(LineDefined(forvaltning="RK", line="personal", name="Personal"), "2020-01-01"),
            ]
        )
        yield opened


def ram(
    amount: str = "1 mnkr", on: str = IN, forvaltning: str = "RK", period: str = "2025", **about: object
) -> Proposal:
    event = RamAllocated(forvaltning=forvaltning, part=None, period=period, amount=amount)
    return decided(event, on, **about)


def text(on: str = IN, **about: object) -> Proposal:
    return decided(TextWritten(forvaltning="RK", theme="tema", period="2025", text="Ord."), on, **about)


def lock(period: str = "2025-01/2025-08", *kinds: str, forvaltning: str = "RK", **about: object) -> Proposal:
    given = {"reason": "Delårsrapporten är fastställd", **about}
    return decided(LockClosed(forvaltning=forvaltning, period=period, kinds=kinds), "2026-01-31", **given)


def unlock(lock_id: str, forvaltning: str = "RK", **about: object) -> Proposal:
    given = {"reason": "Fel i bilagan", **about}
    return decided(LockOpened(forvaltning=forvaltning, lock=lock_id), "2026-02-01", **given)


def withdrawal(event_id: str, on: str = IN, reason: str = "Fattades aldrig", **about: object) -> Proposal:
    return replace(ram(on=on, replaces=event_id, reason=reason, **about), event=None)


def recorded(ledger: Ledger, *proposals: Proposal) -> str:
    """The id of the last of what is recorded."""
    return ledger.record(proposals)[-1].id


def refusal(ledger: Ledger, *proposals: Proposal) -> list[Problem]:
    """Why ``proposals`` are refused; nothing is written, and each says what to do."""
    before = ledger.reader.position()
    with pytest.raises(Refused) as caught:
        ledger.record(proposals)
    assert ledger.reader.position() == before
    assert all(problem.remedy for problem in caught.value.problems)
    assert ledger.rehearse(proposals) == list(caught.value.problems)
    return list(caught.value.problems)


def envelope(ledger: Ledger, event_id: str) -> Envelope:
    return ledger.event(event_id).opened()


def test_what_falls_into_a_lock_is_refused_with_which_lock_and_what_to_do(ledger: Ledger) -> None:
    """Its id, when, by whom and why, and both ways on."""
    lock_id = recorded(ledger, lock())
    [problem] = refusal(ledger, ram())
    assert problem.what == (
        f"ram.allocated 2025-08-31 ligger i en låst period: lås {lock_id} på RK januari–augusti 2025 (alla slag),"
        " registrerat 2026-02-01 10:00 av test med skälet ”Delårsrapporten är fastställd”"
    )
    assert "--override --reason" in problem.remedy
    assert f"planledger unlock {lock_id} --reason" in problem.remedy


@pytest.mark.parametrize(
    "free",
    [
        ram(on=AFTER),
        ram(on=BEFORE),
        ram(on="2025-09-01"),
        ram(forvaltning="HSF"),
        decided(UnitFormed(forvaltning="HSF", unit="A", name="A"), IN),
    ],
)
def test_what_lies_outside_is_free(ledger: Ledger, free: Proposal) -> None:
    """Another date, or another förvaltning: the year that a decision is about is no matter."""
    ledger.record([lock()])
    assert envelope(ledger, recorded(ledger, free)).overrides is None


@pytest.mark.parametrize("day", ["2025-01-01", "2025-08-31"])
def test_the_first_day_and_the_last_are_closed(ledger: Ledger, day: str) -> None:
    """A period has both."""
    ledger.record([lock()])
    assert len(refusal(ledger, ram(on=day))) == 1


def test_only_the_kinds_that_are_named_are_closed(ledger: Ledger) -> None:
    """A topic, or all that begin so; a beginning ends with its dot."""
    ledger.record([lock("2025", "ram.allocated", "finance.")])
    outcome = OutcomeRead(
        forvaltning="RK", line="personal", period="2025", accumulated="2025-01/2025-08", amount="-1 mnkr"
    )
    problems = refusal(ledger, ram(), decided(outcome, IN))
    assert [problem.what.split()[0] for problem in problems] == ["ram.allocated", "finance.outcome-read"]
    assert "(finance., ram.allocated)" in problems[0].what
    ledger.record([text()])


def test_a_kind_is_no_beginning_of_another(ledger: Ledger) -> None:
    """``ram.moved`` closes nothing of what begins with the same letters."""
    event = LockClosed(forvaltning="RK", period="2025", kinds=("text.", "ram.moved"))
    day = decided(event, IN).effective_on
    assert event.closes(Place("ram.moved", "RK", day))
    assert event.closes(Place("text.written", "RK", day))
    assert not event.closes(Place("ram.moved-twice", "RK", day))
    assert not event.closes(Place("texts.written", "RK", day))


def test_what_was_recorded_before_the_lock_stands_and_the_lock_holds_from_its_recording(ledger: Ledger) -> None:
    """Whatever its date: one of next year closes at once."""
    before = recorded(ledger, ram())
    ledger.record([replace(lock(), effective_on=decided(lock().event, "2027-01-01").effective_on)])  # type: ignore[arg-type]
    assert len(refusal(ledger, ram("2 mnkr"))) == 1
    assert [fact.record.id for fact in ledger.view().latest(RamAllocated)] == [before]


def test_in_one_recording_what_comes_before_the_lock_stands_and_what_comes_after_is_refused(ledger: Ledger) -> None:
    """So it is decided by the order of recording there too, and an unlock in between opens."""
    named = "11111111-1111-4111-8111-111111111111"
    [problem] = refusal(ledger, text(), lock(id=named), ram())
    assert problem.what.startswith("ram.allocated")
    ledger.record([text(), lock(id=named)])
    ledger.record([unlock(named), ram(), lock()])
    assert len(refusal(ledger, ram("2 mnkr"))) == 1


def test_a_correction_into_a_closed_period_out_of_it_and_within_it_is_refused(ledger: Ledger) -> None:
    """And one that touches it with neither version is free."""
    inside, outside = recorded(ledger, ram()), recorded(ledger, ram(on=AFTER, period="2026"))
    ledger.record([lock()])
    fixed = {"reason": "Skrivfel"}
    for proposal in (
        ram("2 mnkr", replaces=inside, **fixed),
        ram(on=AFTER, replaces=inside, **fixed),
        ram(replaces=outside, period="2026", **fixed),
        ram(forvaltning="HSF", replaces=inside, **fixed),
    ):
        [problem] = refusal(ledger, proposal)
        assert "2025-08-31 ligger i en låst period" in problem.what
    ledger.record([ram("3 mnkr", on="2025-12-31", replaces=outside, period="2026", **fixed)])


def test_a_withdrawal_is_held_to_what_it_takes_away(ledger: Ledger) -> None:
    """Whatever date it bears itself."""
    inside, outside = recorded(ledger, ram()), recorded(ledger, ram(on=AFTER, period="2026"))
    ledger.record([lock()])
    assert len(refusal(ledger, withdrawal(inside))) == 1
    assert len(refusal(ledger, withdrawal(inside, on=AFTER))) == 1
    ledger.record([withdrawal(outside)])


def test_a_correction_of_a_later_version_is_held_to_that_version(ledger: Ledger) -> None:
    """What was moved out before the lock is not in the period any longer."""
    first = recorded(ledger, ram())
    moved = recorded(ledger, ram(on=AFTER, replaces=first, reason="Fel dag"))
    ledger.record([lock()])
    ledger.record([ram("2 mnkr", on=AFTER, replaces=moved, reason="Skrivfel")])


def test_an_override_says_which_locks_and_why(ledger: Ledger) -> None:
    """Of several, all; and of what falls into none, nothing."""
    one, other = recorded(ledger, lock()), recorded(ledger, lock("2025", "ram."))
    event_id = recorded(ledger, ram(override="Beslut av revisorn"))
    assert envelope(ledger, event_id).overrides == (one, other)
    assert envelope(ledger, event_id).reason == "Beslut av revisorn"
    free = envelope(ledger, recorded(ledger, ram(on="2026-01-01", override="Beslut av revisorn")))
    assert (free.overrides, free.reason) == (None, None)
    assert b"overrides" not in free.stored()


def test_a_correction_that_overrides_has_both_reasons(ledger: Ledger) -> None:
    """Each once."""
    inside = recorded(ledger, ram())
    ledger.record([lock()])
    again = recorded(ledger, ram("2 mnkr", replaces=inside, reason="Skrivfel", override="Beslut av revisorn"))
    assert envelope(ledger, again).reason == "Skrivfel; Beslut av revisorn"
    last = recorded(ledger, withdrawal(again, reason="Aldrig", override="Aldrig"))
    assert envelope(ledger, last).reason == "Aldrig"
    assert envelope(ledger, last).overrides == (ledger.locks()[0].id,)


def test_an_override_needs_a_reason(ledger: Ledger) -> None:
    """A blank is none."""
    ledger.record([lock()])
    [problem] = refusal(ledger, ram(override=" "))
    assert problem.what == "skälet saknas"


def test_every_refusal_is_told_at_once_with_file_and_row(ledger: Ledger) -> None:
    """With what else is wrong, and without complaints that follow from the refusal itself."""
    ledger.record([lock()])
    line = decided(LineDefined(forvaltning="RK", line="it", name="IT"), IN, origin=Origin("rader.csv", 2))
    within = decided(LineDefined(forvaltning="RK", line="drift", name="Drift", within="it"), AFTER)
    wrong = decided(
        LineDefined(forvaltning="RK", line="x", name="X", within="saknas"), IN, origin=Origin("rader.csv", 4)
    )
    problems = refusal(ledger, line, within, wrong)
    locked = "finance.line-defined 2025-08-31 ligger i en låst period"
    assert [(str(problem.origin), problem.what.split(":")[0]) for problem in problems] == [
        ("rader.csv, rad 2", locked),
        ("rader.csv, rad 4", locked),
        ("rader.csv, rad 4, kolumn ”within”", "Ingår i ”saknas” finns inte i RK"),
    ]


def test_unlocked_a_period_is_open_and_may_be_locked_again(ledger: Ledger) -> None:
    """By a new lock, which has another id."""
    first = recorded(ledger, lock())
    ledger.record([unlock(first)])
    assert ledger.locks() == []
    ledger.record([ram()])
    second = recorded(ledger, lock())
    assert [each.id for each in ledger.locks()] == [second]
    assert len(refusal(ledger, ram("2 mnkr"))) == 1


def test_the_locks_of_any_position_are_known(ledger: Ledger) -> None:
    """Closed, opened, and closed anew when the unlock is withdrawn."""
    first = recorded(ledger, lock())
    opening = recorded(ledger, unlock(first))
    ledger.record([withdrawal(opening)])
    last = ledger.reader.position()
    known = [closed_locks(ledger.reader, ledger.catalogue, last - before) for before in (3, 2, 1, 0)]
    assert [[each.id for each in locks] for locks in known] == [[], [first], [], [first]]


def test_a_correction_of_a_lock_changes_what_it_closes_from_then_on(ledger: Ledger) -> None:
    """It keeps its id; a withdrawal takes it away."""
    first = recorded(ledger, lock())
    tip = recorded(ledger, replace(lock("2025-09"), replaces=first))
    ledger.record([ram()])
    [problem] = refusal(ledger, ram(on=AFTER))
    assert f"lås {first} på RK september 2025" in problem.what
    recorded(ledger, ram(on=AFTER, override="Rättas"))
    ledger.record([withdrawal(tip)])
    assert ledger.locks() == []


def test_the_same_is_not_locked_twice(ledger: Ledger) -> None:
    """Kinds in another order, and each once, are the same; fewer are another lock."""
    first = recorded(ledger, lock("2025", "ram.", "finance."))
    [problem] = refusal(ledger, lock("2025", "finance.", "ram.", "ram."))
    assert problem.what.startswith(f"RK 2025 (finance., ram.) är redan låst: lås {first}")
    ledger.record([lock("2025", "finance."), lock("2025"), lock("2025", "finance.", "ram.", forvaltning="HSF")])
    tip = recorded(ledger, replace(lock("2025", "finance.", "ram."), replaces=first, reason="Skälet var ett annat"))
    assert tip != first


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("finance", "finance."),
        ("ram.alocated", "ram.allocated"),
        ("finans.", "finance."),
    ],
)
def test_a_kind_that_there_is_none_of_is_refused_with_what_comes_nearest(ledger: Ledger, kind: str, said: str) -> None:
    """It would close nothing."""
    [problem] = refusal(ledger, lock("2025", kind))
    assert problem.what == f"det finns inget slag av händelser ”{kind}”"
    assert f"”{said}”" in problem.remedy
    assert problem.origin.column == "kinds"


@pytest.mark.parametrize("kind", ["lock.", "report.issued", "person."])
def test_what_is_never_locked_out_cannot_be_named(ledger: Ledger, kind: str) -> None:
    """A lock on locks would close nothing."""
    [problem] = refusal(ledger, lock("2025", kind))
    assert problem.what == f"{kind} kan inte låsas"


def test_locks_reports_and_the_register_are_never_locked_out(ledger: Ledger) -> None:
    """A lock of everything still lets locks in, and a person who is new."""
    first = recorded(ledger, lock("2020/2030"))
    ledger.record([lock("2025", "ram.", actor="Anna Berg"), unlock(first, actor="Bo Ek")])
    assert {ReportIssued.topic, "person.registered", "lock.closed", "lock.opened"} <= NEVER_LOCKED


def test_a_lock_and_an_unlock_need_a_reason(ledger: Ledger) -> None:
    """In the envelope, as any reason."""
    [problem] = refusal(ledger, lock(reason=None))
    assert (problem.what, problem.origin.column) == ("skälet saknas", "reason")
    first = recorded(ledger, lock())
    assert [each.what for each in refusal(ledger, unlock(first, reason=" "))] == ["skälet saknas"]


def test_what_is_not_locked_is_not_unlocked(ledger: Ledger) -> None:
    """No such event, another kind of event, a lock that is open already, and another förvaltning's."""
    first, other = recorded(ledger, lock()), recorded(ledger, ram(on=AFTER))
    assert [each.what for each in refusal(ledger, unlock("x"))] == ["det finns inget stängt lås x"]
    assert [each.what for each in refusal(ledger, unlock(other))] == [f"det finns inget stängt lås {other}"]
    assert [each.what for each in refusal(ledger, unlock(first, "HSF"))] == [f"lås {first} är RKs, inte HSFs"]
    opening = recorded(ledger, unlock(first))
    assert [each.what for each in refusal(ledger, unlock(first))] == [f"det finns inget stängt lås {first}"]
    second = recorded(ledger, lock())
    [problem] = refusal(ledger, replace(unlock(second), replaces=opening))
    assert problem.what == "en rättelse öppnar inget annat lås"
    ledger.record([replace(unlock(first, reason="Skälet var ett annat"), replaces=opening)])
    assert [each.id for each in ledger.locks()] == [second]


def test_asked_twice_what_was_recorded_before_the_lock_is_no_change(ledger: Ledger) -> None:
    """Neither a proposal with an id of its own nor a document read again meets the lock."""
    own = ram(id="22222222-2222-4222-8222-222222222222")
    ledger.record([own])
    ledger.record([lock()])
    [outcome] = ledger.record([own])
    assert not outcome.new


def test_locks_are_read_once_for_a_recording(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows it has."""
    ledger.record([lock()])
    asked = []

    def counting(*arguments: object) -> object:
        asked.append(arguments)
        return closed_locks(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("ledger.store.locks.closed_locks", counting)
    ledger.record([ram(f"{n} mnkr", on=AFTER, period=str(2000 + n)) for n in range(1, 50)])
    assert len(asked) == 1


def test_a_rebuilt_index_has_the_same_locks(ledger: Ledger) -> None:
    """They are events as any other."""
    ledger.record([lock()])
    before = ledger.locks()
    assert ledger.rebuild().same
    assert ledger.locks() == before
    assert len(refusal(ledger, ram())) == 1


def test_the_forvaltning_is_read_of_content_of_any_release() -> None:
    """And from the stream where the content is gone."""
    assert forvaltning_in("ram.allocated/RK/CE/2025", b'[7,{"forvaltning":"HSF"}]') == "HSF"
    assert forvaltning_in("ram.allocated/RK/CE/2025", None) == "RK"
    assert forvaltning_in("library", None) == ""


FOLDER = """
id = "plan"
title = "Plan"
forvaltning = "RK"
effective_on = 2025-01-01
dated = "stated"

[[table]]
file = "ram.csv"
topic = "ram.allocated"
"""


def folder(tmp_path: Path, rows: str) -> str:
    home = tmp_path / "plan"
    home.mkdir(exist_ok=True)
    (home / "document.toml").write_text(FOLDER, encoding="utf-8")
    (home / "ram.csv").write_text(f"Del;År;Belopp (mnkr);Gäller från;Skäl\n{rows}", encoding="utf-8")
    return str(home)


def test_an_import_is_refused_row_by_row_or_overrides_where_it_must(
    place: str, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All or nothing; the reason stands only with the rows that fell into the lock, after the row's own."""
    lock_id = recorded(ledger, lock())
    home = folder(tmp_path, "CE;2024;1;2024-12-31;\nCE;2025;2;2025-01-01;\nCE;2026;3;2025-08-01;Beslutat sent\n")
    call = ["--ledger", place, "import", home]
    before = ledger.reader.position()
    assert main(call) == 2
    errors = capsys.readouterr().err
    assert [row for row in (2, 3, 4) if f"ram.csv, rad {row}" in errors] == [3, 4]
    assert main([*call, "--dry-run"]) == 2
    assert main([*call, "--override"]) == 2
    assert "skälet saknas" in capsys.readouterr().err
    assert main([*call, "--reason", "Revisorn"]) == 2
    assert "--override" in capsys.readouterr().err
    assert main([*call, "--override", "--reason", "Revisorn", "--dry-run"]) == 0
    assert ledger.reader.position() == before
    assert main([*call, "--override", "--reason", "Revisorn"]) == 0
    envelopes = [record.opened() for record in ledger.reader.log(before, 10) if record.topic == "ram.allocated"]
    assert [(each.overrides, each.reason) for each in envelopes] == [
        (None, None),
        ((lock_id,), "Revisorn"),
        ((lock_id,), "Beslutat sent; Revisorn"),
    ]
    assert main(call) == 0
    assert "Inget nytt" in capsys.readouterr().out


def test_the_journal_tells_of_an_override(ledger: Ledger, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the lock, in text and in JSON."""
    lock_id = recorded(ledger, lock())
    event_id = recorded(ledger, ram(override="Revisorn"))
    for asked in (["log"], ["log", "--event", event_id]):
        assert main(["--ledger", place, *asked]) == 0
        assert f"trots lås {lock_id[:8]}" in capsys.readouterr().out
    assert main(["--ledger", place, "log", "--topic", "ram.", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["overrides"] == [lock_id]
