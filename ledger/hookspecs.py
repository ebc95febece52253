"""The hooks: all that a plugin may give. A plugin is a distribution with an entry point in ``planledger.plugins``.

::

    [project.entry-points."planledger.plugins"]
    rk = "planledger_rk"

The entry point names a module that implements some of the hooks below, each marked with ``@hookimpl``. The entry
point's name is the plugin's: its tables are ``rk/…``.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from ledger.checks import Check
from ledger.events import Event
from ledger.tables import ReportDefinition, TableDefinition

GROUP = "planledger.plugins"
hookspec = pluggy.HookspecMarker("planledger")
hookimpl = pluggy.HookimplMarker("planledger")


@hookspec
def planledger_events() -> Iterable[type[Event]]:  # type: ignore[empty-body]
    """Gives the kinds of decision that the plugin adds."""


@hookspec
def planledger_tables() -> Iterable[TableDefinition]:  # type: ignore[empty-body]
    """Gives the tables that the plugin offers."""


@hookspec
def planledger_reports() -> Iterable[ReportDefinition]:  # type: ignore[empty-body]
    """Gives the reports that the plugin composes of its tables."""


@hookspec
def planledger_checks() -> Iterable[Check]:  # type: ignore[empty-body]
    """Gives the checks that the plugin makes beside the core's."""
