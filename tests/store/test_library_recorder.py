"""The library's own tests of a recorder, run on ours: whatever else it writes, it is still the library's recorder."""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import eventsourcing.sqlite  # noqa: F401  before the library's tests, which are imported with a stand-in below
import pytest

from databases import emptied
from ledger.opening import database_at
from ledger.store.database import Database
from ledger.store.recorder import LedgerRecorder
from ledger.surroundings import Surroundings


def library_tests() -> ModuleType:
    """The library's tests. They import its cipher, which no recorder uses: without pycryptodome, a name is enough."""
    cipher = "eventsourcing.cipher"
    if find_spec("Crypto") is None:
        sys.modules[cipher] = ModuleType(cipher)
        sys.modules[cipher].AESCipher = object  # type: ignore[attr-defined]
    try:
        return import_module("eventsourcing.tests.persistence")
    finally:
        if find_spec("Crypto") is None:
            del sys.modules[cipher]


persistence = library_tests()


class OnOurRecorder:
    """A ledger for each test, with streams named in text."""

    def new_originator_id(self) -> str:
        """A stream of its own."""
        return str(uuid4())

    def setUp(self) -> None:
        """Nothing is open yet."""
        self._threads = set(threading.enumerate())
        self._recorders: list[LedgerRecorder] = []

    def tearDown(self) -> None:
        """Let go of the ledgers, when the threads that the library leaves behind are done with them."""
        for thread in set(threading.enumerate()) - self._threads:
            if not thread.daemon and not thread.name.startswith("pool-"):
                thread.join()
        for recorder in self._recorders:
            recorder.close()

    def create_recorder(self) -> LedgerRecorder:
        """Our recorder on a new ledger."""
        recorder = self.database().recorder(Surroundings())
        recorder.create_ledger("")
        self._recorders.append(recorder)
        return recorder

    def database(self) -> Database:
        """Where the ledger lies."""
        raise NotImplementedError


class InSqlite(OnOurRecorder):
    """A file for each test."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        """Where the file lies."""
        self._path = tmp_path / "test.db"

    def database(self) -> Database:
        """The file."""
        return database_at(self._path)


class InPostgres(OnOurRecorder):
    """A database for each test."""

    @pytest.fixture(autouse=True)
    def url(self, postgres: str) -> None:
        """Where the database is."""
        self._url = postgres

    def database(self) -> Database:
        """The database, with nothing in it."""
        return database_at(emptied(self._url))


class TestApplicationRecorderInSqlite(InSqlite, persistence.ApplicationRecorderTestCase):  # type: ignore[misc, name-defined]
    """What is inserted is selected, all or nothing, in a gapless order, also by many threads at once."""

    test_performance = None  # measures, and shows nothing


class TestNonInterleavingPositionsInSqlite(InSqlite, persistence.NonInterleavingNotificationIDsBaseCase):  # type: ignore[misc, name-defined]
    """Two batches at the same time get positions that do not mix."""


class TestApplicationRecorderInPostgres(InPostgres, persistence.ApplicationRecorderTestCase):  # type: ignore[misc, name-defined]
    """The same in PostgreSQL, whoever subscribes to events included."""

    test_performance = None  # measures, and shows nothing


class TestNonInterleavingPositionsInPostgres(InPostgres, persistence.NonInterleavingNotificationIDsBaseCase):  # type: ignore[misc, name-defined]
    """The same in PostgreSQL."""
