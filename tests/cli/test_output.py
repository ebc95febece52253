"""What is printed beside the results: how far long work has come."""

from __future__ import annotations

import sys

import pytest

from ledger.cli.output import LONG, progress


@pytest.mark.parametrize(
    ("steps", "terminal", "told"), [(LONG, True, True), (LONG - 1, True, False), (LONG, False, False)]
)
def test_long_work_shows_how_far_it_has_come(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, steps: int, terminal: bool, told: bool
) -> None:
    """On a terminal, on standard error, and only where one would wonder; all of it is done in any case."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    assert list(progress(range(steps), "Följer siffrorna")) == list(range(steps))
    output = capsys.readouterr()
    assert output.out == ""
    assert ("Följer siffrorna" in output.err) == told
