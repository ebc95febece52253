"""SQLite: one file is the whole ledger. Reading needs neither the library nor the lock."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ledger.language import _
from ledger.problems import Problem, Refused
from ledger.store.database import OpenReading
from ledger.store.sql import SECONDS_TO_WAIT
from ledger.surroundings import Surroundings

if TYPE_CHECKING:
    from ledger.store.recorder import Fill
    from ledger.store.sqlite_recorder import SqliteRecorder


@dataclass(frozen=True, slots=True)
class SqliteDatabase:
    """A ledger in a file."""

    path: Path
    position_column: ClassVar[str] = "rowid"

    @property
    def address(self) -> str:
        """The path."""
        return str(self.path)

    def missing(self) -> Problem | None:
        """Why there is no ledger here."""
        if not self.path.is_file():
            return Problem(
                _("det finns ingen liggare {address}").format(address=self.path),
                _("skapa den med ”planledger init”, eller peka ut en annan med --ledger"),
            )
        reading = self.reading()
        try:
            if reading.run("SELECT name FROM sqlite_master WHERE name = 'ledger'"):
                return None
        finally:
            reading.close()
        return Problem(
            _("{address} är en databas, men ingen liggare").format(address=self.path), _("välj en annan fil")
        )

    def create(self, title: str, surroundings: Surroundings, fill: Fill | None = None) -> None:
        """Make the file, or leave none."""
        if not self.path.parent.is_dir():
            raise Refused(Problem(_("det finns ingen mapp {path}").format(path=self.path.parent), _("skapa den först")))
        self._claim()
        recorder = self.recorder(surroundings)
        try:
            recorder.create_ledger(title, fill)
        except BaseException:
            recorder.close()
            for left in ("", "-wal", "-shm"):
                Path(f"{self.path}{left}").unlink(missing_ok=True)
            raise
        recorder.close()

    def _claim(self) -> None:
        """Make the file, empty, so that of two who create at once one goes on. Raises ``Refused`` for the other."""
        try:
            self.path.open("xb").close()
        except FileExistsError:
            remedy = _("välj ett annat namn; en liggare skrivs aldrig över")
            raise Refused(Problem(_("{address} finns redan").format(address=self.path), remedy)) from None
        except OSError as error:
            what = _("{address} kan inte användas: {error}").format(address=self.path, error=error.strerror)
            raise Refused(Problem(what, _remedy("readonly"))) from None

    def reading(self) -> OpenReading:
        """A connection that only reads."""
        return OpenReading(_for_reading(self.path), "BEGIN")

    def inspecting(self) -> OpenReading:
        """A connection that reads whatever lies there: bytes that are no text come as surrogates."""
        connection = _for_reading(self.path)
        connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
        return OpenReading(connection, "BEGIN")

    def damage(self, reading: OpenReading) -> list[str]:
        """What SQLite finds where a table and its indexes do not agree, or a page is no page."""
        found = [str(row["integrity_check"]) for row in reading.run("PRAGMA integrity_check(10)")]
        return [] if found == ["ok"] else found

    def recorder(self, surroundings: Surroundings) -> SqliteRecorder:
        """A recorder."""
        from ledger.store.sqlite_recorder import SqliteRecorder

        return SqliteRecorder(self.path, surroundings)

    def roles(self, *, apply: bool) -> str | None:
        """A file has none."""
        return None

    def told(self, error: Exception) -> Problem | None:
        """What an error means."""
        from_library = type(error).__module__ == "eventsourcing.persistence"
        # Of a damaged schema SQLite's message has bytes that are no text, and Python fails in reading it.
        if not (isinstance(error, sqlite3.Error | UnicodeDecodeError) or from_library):
            return None
        said = _("den är skadad") if isinstance(error, UnicodeDecodeError) else error
        return Problem(
            _("{address} kan inte användas: {error}").format(address=self.path, error=said), _remedy(str(error))
        )


def _for_reading(path: Path) -> sqlite3.Connection:
    connection = _opened(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError:
        # Where nothing can be written there is no shared memory to read a log by; without a log none is needed.
        log = Path(f"{path}-wal")
        connection.close()
        if log.exists() and log.stat().st_size:
            raise
        return _opened(path, "immutable=1")
    return connection


def _opened(path: Path, how: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=SECONDS_TO_WAIT, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def _remedy(error: str) -> str:
    if "readonly" in error:
        return _("filen eller dess mapp är skrivskyddad för dig; be den som äger den om rätt att skriva")
    if "locked" in error:
        return _("någon annan registrerar just nu; försök igen")
    return _("kontrollera att filen är en liggare och att den är hel")
