"""What each form of a document costs, as ratios to the report's JSON in one run: what machine it is cancels out.

Timed is the whole process, ``planledger report … -o FILE``, for one of the published documents in the demonstration's
ledger (``scripts/demo`` makes it); told is also how much of it is memory, and how long the file is.

    .venv/bin/python benchmarks/documents.py [report] [period] [date]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

DEMO = Path(__file__).parent.parent / "build" / "demo.db"
FORMS = ("json", "txt", "md", "csv", "html", "xlsx", "docx", "pdf")
RUNS = 5


def run(*command: str) -> tuple[float, int]:
    """How long a process takes, in seconds, and how much memory at most, in kB."""
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _process, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, used.ru_maxrss


def main(report: str = "rk/delarsrapport", period: str = "2025-08", at: str = "2025-08-31") -> None:
    """Print a line a form."""
    planledger = str(Path(sys.executable).parent / "planledger")
    asked = (planledger, "--ledger", str(DEMO), "report", report, f"period={period}", "--at", at)
    with tempfile.TemporaryDirectory() as name:
        files = {form: Path(name) / f"report.{form}" for form in FORMS}
        rounds = [{form: run(*asked, "-o", str(file)) for form, file in files.items()} for _round in range(RUNS)]
        sizes = {form: file.stat().st_size // 1000 for form, file in files.items()}
    times = {form: median(each[form][0] for each in rounds) for form in FORMS}
    print(f"{report} period={period}, against its JSON:")
    for form in FORMS:
        memory = max(each[form][1] for each in rounds) // 1000
        print(f"{form:5} {times[form] / times['json']:5.1f} times ({times[form]:.2f} s), {memory} MB, {sizes[form]} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
