"""What the commands share: the ledger, opened when a command first needs it, and closed when the command ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click

from ledger.plugins import Plugins
from ledger.surroundings import Surroundings

if TYPE_CHECKING:
    from ledger.opening import Ledger


@dataclass
class State:
    """The ledger's address and the plugins installed."""

    url: str
    surroundings: Surroundings

    @cached_property
    def plugins(self) -> Plugins:
        """The plugins installed here."""
        return Plugins()

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, open. Raises ``Refused`` if there is none."""
        from ledger.opening import open_ledger

        ledger = open_ledger(self.url, plugins=self.plugins, surroundings=self.surroundings)
        click.get_current_context().call_on_close(ledger.close)
        return ledger

    @property
    def whole_ledger(self) -> Ledger:
        """The ledger with every plugin, after a warning for each that is broken."""
        self.warn_of_broken()
        return self.ledger

    def warn_of_broken(self) -> None:
        """Name each broken plugin on standard error."""
        from ledger.cli.output import warn

        for plugin in self.plugins.all():
            if plugin.error:
                warn(plugin.broken)
