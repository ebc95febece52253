"""What the core's tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ledger.testing import Clock

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))


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
