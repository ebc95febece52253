"""Planledger: an event-sourced planning ledger for Swedish regions.

The public face. Names are imported when they are first used, so that a command loads only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.events import Event, Proposal, Source
    from ledger.figures import Figure, Period
    from ledger.hookspecs import hookimpl
    from ledger.opening import Ledger, create_ledger, open_ledger
    from ledger.problems import Problem, Refused
    from ledger.tables import Column, Table, table
    from ledger.views import View

_HOMES = {
    "Column": "ledger.tables",
    "Event": "ledger.events",
    "Figure": "ledger.figures",
    "Ledger": "ledger.opening",
    "Period": "ledger.figures",
    "Problem": "ledger.problems",
    "Proposal": "ledger.events",
    "Refused": "ledger.problems",
    "Source": "ledger.events",
    "Table": "ledger.tables",
    "View": "ledger.views",
    "create_ledger": "ledger.opening",
    "hookimpl": "ledger.hookspecs",
    "open_ledger": "ledger.opening",
    "table": "ledger.tables",
}

__all__ = [
    "Column",
    "Event",
    "Figure",
    "Ledger",
    "Period",
    "Problem",
    "Proposal",
    "Refused",
    "Source",
    "Table",
    "View",
    "create_ledger",
    "hookimpl",
    "open_ledger",
    "table",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ledger' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
