"""The library's own tests of a recorder, run on ours: whatever else it writes, it is still the library's recorder."""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from uuid import uuid4

import eventsourcing.sqlite  # noqa: F401  before the library's tests, which are imported with a stand-in below

from ledger.store.sqlite_recorder import SqliteRecorder
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
        """A folder for the ledger."""
        self._threads = set(threading.enumerate())
        self._folder = TemporaryDirectory()
        self._recorders: list[SqliteRecorder] = []

    def tearDown(self) -> None:
        """Let go of the ledger and its folder, when the threads that the library leaves behind are done with it."""
        for thread in set(threading.enumerate()) - self._threads:
            thread.join()
        for recorder in self._recorders:
            recorder.close()
        self._folder.cleanup()

    def create_recorder(self) -> SqliteRecorder:
        """Our recorder on a new ledger."""
        recorder = SqliteRecorder(Path(self._folder.name) / "test.db", Surroundings())
        recorder.create_ledger("")
        self._recorders.append(recorder)
        return recorder


class TestApplicationRecorder(OnOurRecorder, persistence.ApplicationRecorderTestCase):  # type: ignore[misc, name-defined]
    """What is inserted is selected, all or nothing, in a gapless order, also by many threads at once."""

    test_performance = None  # measures, and shows nothing


class TestNonInterleavingPositions(OnOurRecorder, persistence.NonInterleavingNotificationIDsBaseCase):  # type: ignore[misc, name-defined]
    """Two batches at the same time get positions that do not mix."""
