"""Build the demonstration's two ledgers: what has been published, and a portfolio with invented lights, titled as such.

The clock is the documents' own: each is recorded at noon on the day that it became public.
"""

from __future__ import annotations

import sys
from datetime import datetime, time
from pathlib import Path

from ledger.intake.folder import folders, proposals
from ledger.opening import create_ledger
from ledger.surroundings import microseconds, repeatable

HERE = Path(__file__).parent.parent
PUBLISHED = (
    "Region Västmanland: publicerade uppgifter",
    [HERE / "plugins" / name / "documents" for name in ("fds", "hsf", "rk")],
)
INVENTED = (
    "ILLUSTRATION: påhittade uppgifter, inget är publicerat",
    [HERE / "plugins" / "fds" / "illustration"],
)


def build(place: Path | str, title: str, documents: list[Path]) -> int:
    """Make one ledger, anew if it is a file, and give the number of decisions in it."""
    if isinstance(place, Path):
        for old in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
            old.unlink(missing_ok=True)
    noon = 0
    surroundings = repeatable(seed=2026, clock=lambda: noon)
    count = 0
    with create_ledger(place, title=title, surroundings=surroundings) as ledger:
        for folder in folders(documents):
            published = folder.document.published_on
            if published is None:
                raise SystemExit(f"{folder.path} has no published_on")
            noon = microseconds(datetime.combine(published, time(12)))
            count += len(ledger.record(proposals(folder, ledger.catalogue)))
    return count


def main(target: Path) -> None:
    """Build both ledgers in ``target``."""
    target.mkdir(exist_ok=True)
    for name, (title, documents) in {"demo.db": PUBLISHED, "illustration.db": INVENTED}.items():
        print(f"{target / name}: {build(target / name, title, documents)} beslut och iakttagelser ({title})")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "build")
