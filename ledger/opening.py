"""Opening: the one place where plugins, store and views are put together into a ledger."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.events import Catalogue, Proposal, Record
from ledger.language import _
from ledger.plugins import Plugins
from ledger.problems import refused
from ledger.store.reader import SqlReader
from ledger.store.schema import FORMAT
from ledger.store.sqlite_reading import SqliteReading
from ledger.surroundings import Surroundings, end_of, microseconds
from ledger.tables import Shown
from ledger.views import View

if TYPE_CHECKING:
    from ledger.store.rebuild import Rebuilt
    from ledger.store.recorder import LedgerRecorder
    from ledger.store.recording import Outcome

DEFAULT_LEDGER = "planledger.db"


@dataclass(frozen=True)
class Ledger:
    """An open ledger. Views are asked of it; decisions are recorded in it. Close it, or use it as a context manager."""

    path: Path
    plugins: Plugins = field(default_factory=Plugins)
    surroundings: Surroundings = field(default_factory=Surroundings)

    @cached_property
    def _reading(self) -> SqliteReading:
        return SqliteReading(self.path)

    @cached_property
    def reader(self) -> SqlReader:
        """Answers questions about the ledger."""
        return SqlReader(self._reading.run)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every topic that is known here."""
        return self.plugins.catalogue()

    @cached_property
    def title(self) -> str:
        """What the ledger is called; "" if it has no name."""
        return str(self._reading.run("SELECT title FROM ledger")[0]["title"])

    @property
    def injected(self) -> bool:
        """Whether it was ever written with another clock than the system's."""
        return bool(self._reading.run("SELECT injected FROM ledger")[0]["injected"])

    def view(self, at: date | None = None, known: datetime | date | None = None, *, plugin: str | None = None) -> View:
        """The ledger as of ``at`` (today in Stockholm), as known at ``known`` (now; a date runs to its end).

        With ``plugin``, only that plugin's topics and the core's are known, and no other is loaded.
        """
        asked = None if known is None else _until(known)
        position = self.reader.position(asked)
        catalogue = self.plugins.catalogue(plugin) if plugin else self.catalogue
        seen = self.reader.recorded(position) if asked is None else asked
        return View(self.reader, catalogue, at or self.surroundings.today(), position, seen)

    def show(
        self,
        table: str,
        *,
        at: date | None = None,
        known: datetime | date | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Shown:
        """A table such as ``rk/effekthemtagning``, as seen from two times."""
        definition = self.plugins.table(table)
        view = self.view(at, known, plugin=table.partition("/")[0])
        return definition.shown(view, table, params or {}, self.title)

    def record(self, proposals: Sequence[Proposal]) -> list[Outcome]:
        """Record all of ``proposals`` at one moment, or none. Raises ``Refused`` with every reason."""
        from ledger.store.recording import record

        with self._recorder() as recorder:
            return record(recorder, self.catalogue, proposals)

    def rebuild(self) -> Rebuilt:
        """Drop the index and make it again from the events."""
        from ledger.store.rebuild import rebuild

        with self._recorder() as recorder:
            return rebuild(recorder, self.catalogue)

    def event(self, event_id: str) -> Record:
        """The event whose id begins with ``event_id``. Raises ``Refused`` if none does, or more than one."""
        found = self.reader.find(event_id)
        if not found:
            raise refused(_("det finns ingen händelse {id}").format(id=event_id), _("”planledger log” visar alla"))
        if len(found) > 1 and found[0].id != event_id:
            several = ", ".join(record.id for record in found[:3])
            raise refused(
                _("flera händelser börjar på {id}: {several}").format(id=event_id, several=several),
                _("skriv mer av id:t"),
            )
        return found[0]

    @contextmanager
    def _recorder(self) -> Iterator[LedgerRecorder]:
        from ledger.store.sqlite_recorder import SqliteRecorder

        with _database_errors(self.path):
            recorder = SqliteRecorder(self.path, self.surroundings)
            try:
                yield recorder
            finally:
                recorder.close()

    def close(self) -> None:
        """Let go of the database."""
        if "_reading" in self.__dict__:
            self._reading.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()


def open_ledger(
    url: str | Path = "", *, plugins: Plugins | None = None, surroundings: Surroundings | None = None
) -> Ledger:
    """Open the ledger that ``url`` names. Raises ``Refused`` if there is none, or a newer release has made it."""
    path = _path(url)
    if not path.is_file():
        raise refused(
            _("det finns ingen liggare {path}").format(path=path),
            _("skapa den med ”planledger init”, eller peka ut en annan med --ledger"),
        )
    ledger = Ledger(path, plugins or Plugins(), surroundings or Surroundings())
    with _database_errors(path):
        rows = ledger._reading.run("SELECT name FROM sqlite_master WHERE name = 'ledger'")
        if not rows:
            raise refused(_("{path} är en databas, men ingen liggare").format(path=path), _("välj en annan fil"))
        found = ledger._reading.run("SELECT format FROM ledger")
    if not found or found[0]["format"] > FORMAT:
        raise refused(
            _("{path} är gjord av en nyare utgåva av Planledger").format(path=path),
            _("uppgradera planledger"),
        )
    return ledger


def create_ledger(
    url: str | Path = "",
    *,
    title: str = "",
    plugins: Plugins | None = None,
    surroundings: Surroundings | None = None,
) -> Ledger:
    """Make a ledger. Raises ``Refused`` if something lies there already."""
    from ledger.store.sqlite_recorder import SqliteRecorder

    path = _path(url)
    if path.exists():
        raise refused(
            _("{path} finns redan").format(path=path), _("välj ett annat namn; en liggare skrivs aldrig över")
        )
    if not path.parent.is_dir():
        raise refused(_("det finns ingen mapp {path}").format(path=path.parent), _("skapa den först"))
    with _database_errors(path):
        recorder = SqliteRecorder(path, surroundings or Surroundings())
        recorder.create_ledger(title)
        recorder.close()
    return open_ledger(path, plugins=plugins, surroundings=surroundings)


def _path(url: str | Path) -> Path:
    text = str(url) or os.environ.get("PLANLEDGER_URL", "") or DEFAULT_LEDGER
    scheme, separator, _rest = text.partition("://")
    if separator:
        raise refused(
            _("den här utgåvan öppnar liggare i SQLite, inte {scheme}").format(scheme=scheme),
            _("ange en sökväg, till exempel build/demo.db"),
        )
    return Path(text)


def _until(known: datetime | date) -> int:
    return microseconds(known) if isinstance(known, datetime) else end_of(known)


@contextmanager
def _database_errors(path: Path) -> Iterator[None]:
    """Say what the database says, in words for people."""
    import sqlite3

    try:
        yield
    except sqlite3.DatabaseError as error:
        raise refused(_("{path} kan inte användas: {error}").format(path=path, error=error), _remedy(error)) from None
    except Exception as error:
        if type(error).__module__ != "eventsourcing.persistence":
            raise
        raise refused(_("{path} kan inte användas: {error}").format(path=path, error=error), _remedy(error)) from None


def _remedy(error: Exception) -> str:
    text = str(error)
    if "readonly" in text:
        return _("filen eller dess mapp är skrivskyddad för dig; be den som äger den om rätt att skriva")
    if "locked" in text:
        return _("någon annan registrerar just nu; försök igen")
    return _("kontrollera att filen är en liggare och att den är hel")
