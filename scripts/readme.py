"""Fill in what the README and other documents show: the output of their commands, and the code of the example plugin.

``python scripts/readme.py`` runs every ``planledger`` command in a ``console`` block, in order, in a folder with
the demonstration's ledgers, and writes the output below it; each document has a folder of its own. Time and chance are
injected, so that the text is the same at every run; ``--check`` compares. A line such as ``# 2025-10-31 15:00`` in a
block sets the clock.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from build_demo import HERE, INVENTED, PUBLISHED, build
from ledger.cli import main
from ledger.testing import Clock, surroundings

README = HERE / "README.md"
DOCUMENTS = (README, HERE / "docs" / "revisorn.md", HERE / "docs" / "bevis.md")
EXAMPLE = HERE / "docs" / "example_plugin"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_PLUGIN = re.compile(r"```python\n.*?```", re.DOTALL)
_CLOCK = re.compile(r"# (\d{4}-\d\d-\d\d) (\d\d:\d\d)")
_VERIFIER = ["python", "verify_proof.py"]
_FILES = ("cp", "cmp", "sha256sum")


def filled(text: str) -> str:
    """A document with everything in it as it is today."""
    code = (EXAMPLE / "planledger_ktf" / "__init__.py").read_text(encoding="utf-8")
    text = _PLUGIN.sub(lambda _block: f"```python\n{code}```", text)
    with _folder_with_ledgers():
        desk = _Desk()
        return _BLOCK.sub(lambda block: f"```console\n{desk.played(block[1])}```", text)


class _Desk:
    """Where the commands of a document are given, one after the other."""

    def __init__(self) -> None:
        self._clock = Clock("2026-01-15T09:30")
        self._times = 0

    def played(self, block: str) -> str:
        """A block's commands, each with its output."""
        parts = []
        for line in block.splitlines():
            if line.startswith("$ "):
                output = self._run(line[2:])
                parts.append(f"{line}\n{output}\n" if output else f"{line}\n")
            elif when := _CLOCK.fullmatch(line):
                self._clock.set("T".join(when.groups()))
                self._times += 1
                parts.append(f"{line}\n")
        return "".join(parts)

    def _run(self, command: str) -> str:
        """What a command prints. Only ``planledger`` and what handles files is run; the rest is set up already."""
        program, *arguments = shlex.split(command)
        if program == "planledger":
            return self._planledger(arguments)
        if [program, *arguments[:1]] == _VERIFIER:  # without our path: it is to stand alone
            program, arguments = sys.executable, ["-I", str(HERE / "scripts" / arguments[0]), *arguments[1:]]
        if program in (*_FILES, sys.executable):
            done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
            return (done.stdout + done.stderr).rstrip()
        if program == "export":
            os.environ.update([arguments[0].split("=", 1)])
        elif program == "unset":
            os.environ.pop(arguments[0])
        return ""

    def _planledger(self, arguments: list[str]) -> str:
        out = io.StringIO()
        chance = surroundings(self._clock, seed=len(arguments) + 100 * self._times, user="controller")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            main(arguments, chance)
        return "\n".join(line.rstrip() for line in out.getvalue().strip("\n").splitlines())


@contextlib.contextmanager
def _folder_with_ledgers() -> Iterator[None]:
    """A folder with the ledgers in ``build/`` and the example plugin as if it were installed."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name, mock.patch.dict(os.environ, {"LANGUAGE": "sv"}):
        folder = Path(name)
        (folder / "build").mkdir()
        build(folder / "build" / "demo.db", *PUBLISHED)
        build(folder / "build" / "illustration.db", *INVENTED)
        _install_example(folder)
        os.chdir(folder)
        sys.path[:0] = [str(folder), str(EXAMPLE)]
        try:
            yield
        finally:
            os.chdir(before)
            del sys.path[:2]


def _install_example(folder: Path) -> None:
    """What ``pip install`` leaves of the example plugin: its name, version and entry point."""
    about = folder / "planledger_ktf-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: planledger-ktf\nVersion: 0.1.0\n")
    (about / "entry_points.txt").write_text("[planledger.plugins]\nktf = planledger_ktf\n")


def _main(arguments: list[str]) -> int:
    """Fill in each document, or say which are old."""
    old = [(document, text) for document in DOCUMENTS if filled(text := document.read_text(encoding="utf-8")) != text]
    for document, text in old:
        if "--check" in arguments:
            print(f"{document.name} is old; run scripts/readme.py")
        else:
            document.write_text(filled(text), encoding="utf-8")
    if not old:
        print("The documents are as they should be.")
    return int("--check" in arguments and bool(old))


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
