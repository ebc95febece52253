"""A small plugin with a report, in as many releases as a test needs, and a ledger to issue it in."""

from __future__ import annotations

import sys
from importlib import metadata
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from ledger.events import BudgetSet, LineDefined, Proposal, TextWritten
from ledger.plugins import Plugins
from ledger.testing import decided

REPORT = "prov/plan"
CODE = '''
from collections.abc import Iterator
from ledger import Period, Table, View, hookimpl, table
from ledger.events import BudgetSet
from ledger.figures.figure import total
from ledger.projections.texts import paragraphs
from ledger.tables import Section, report

@table("budget", title="Årets budget")
def budget(view: View, period: Period) -> Table:
    """Budgeten rad för rad."""
    rows = Table("Rad", "Belopp", "Med påslag")
    for fact in view.latest(BudgetSet, period=period):
        rows.add(fact.key, fact.line, fact.amount, total([fact.amount] * FACTOR))
    return rows.with_total()

@report("plan", title="Plan", periods=lambda view: view.periods(BudgetSet), FORVALTNING)
def plan(view: View, period: Period, part: str = "") -> Iterator[Section]:
    """Planen."""
    yield Section("Ekonomi", budget.of(period=period), text=paragraphs(view, "RK", "ekonomi", period))

@hookimpl
def planledger_tables():
    return [budget]

@hookimpl
def planledger_reports():
    return [plan]
'''


def release(folder: Path, version: str = "1.0", factor: int = 1, forvaltning: str = 'forvaltning="RK"') -> Plugins:
    """A release of the plugin ``prov`` as the only one that is installed; ``factor`` is its method."""
    module = f"prov_{folder.name.replace('-', '_')}_{version.replace('.', '_')}"
    home = folder / module
    about = home / f"planledger_prov-{version}.dist-info"
    about.mkdir(parents=True)
    code = CODE.replace("FACTOR", str(factor)).replace("FORVALTNING", forvaltning)
    (home / f"{module}.py").write_text(code, encoding="utf-8")
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: planledger-prov\nVersion: {version}\n")
    (about / "entry_points.txt").write_text(f"[planledger.plugins]\nprov = {module}\n")
    spec = spec_from_file_location(module, home / f"{module}.py")
    assert spec
    assert spec.loader
    sys.modules[module] = module_from_spec(spec)  # not by the path, on which every other test would find it
    spec.loader.exec_module(sys.modules[module])
    [distribution] = metadata.distributions(path=[str(home)])
    return Plugins([point for point in distribution.entry_points if point.group == "planledger.plugins"])


def budget(amount: str, line: str = "personal", on: str = "2025-01-01", **about: str) -> Proposal:
    """A line's budget of 2025."""
    return decided(BudgetSet(forvaltning="RK", line=line, period="2025", amount=amount), on, **about)


def beginning() -> list[Proposal]:
    """Two lines with their budgets, and a text about one of them."""
    lines = [LineDefined(forvaltning="RK", line=line, name=line) for line in ("personal", "it")]
    words = "Personal kostar {finance.budget-set line=personal period=2025}."
    text = TextWritten(forvaltning="RK", theme="ekonomi", period="2025", text=words)
    return [
        *(decided(line, "2024-01-01") for line in lines),
        budget("-231,7 mnkr"),
        budget("-40 mnkr", "it"),
        decided(text, "2025-01-01"),
    ]
