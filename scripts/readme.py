"""Fill in what the README shows: the output of its commands and the code of the example plugin.

``python scripts/readme.py`` runs every ``planledger`` command in a ``console`` block, in order, in a folder with
the demonstration's ledgers, and writes the output below it. Time and chance are injected, so that the text is the
same at every run; ``--check`` compares.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from build_demo import HERE, INVENTED, PUBLISHED, build
from ledger.cli import main
from ledger.testing import Clock, surroundings

README = HERE / "README.md"
EXAMPLE = HERE / "docs" / "example_plugin"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_PLUGIN = re.compile(r"```python\n.*?```", re.DOTALL)


def filled(text: str) -> str:
    """The README with everything in it as it is today."""
    code = (EXAMPLE / "planledger_ktf" / "__init__.py").read_text(encoding="utf-8")
    text = _PLUGIN.sub(lambda _block: f"```python\n{code}```", text)
    with _folder_with_ledgers():
        return _BLOCK.sub(lambda block: f"```console\n{_played(block[1])}```", text)


def _played(block: str) -> str:
    """A block's commands, each with its output."""
    parts = []
    for line in block.splitlines():
        if line.startswith("$ "):
            output = _run(line[2:])
            parts.append(f"{line}\n{output}\n" if output else f"{line}\n")
    return "".join(parts)


def _run(command: str) -> str:
    """What a command prints. Only ``planledger`` is run; the rest is set up already."""
    program, *arguments = shlex.split(command)
    if program != "planledger":
        if program == "export":
            os.environ.update([arguments[0].split("=", 1)])
        elif program == "unset":
            os.environ.pop(arguments[0])
        return ""
    out = io.StringIO()
    chance = surroundings(Clock("2026-01-15T09:30"), seed=len(arguments), user="controller")
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


if __name__ == "__main__":
    old = README.read_text(encoding="utf-8")
    new = filled(old)
    if "--check" in sys.argv:
        print("The README is as it should be." if new == old else "The README is old; run scripts/readme.py")
        sys.exit(new != old)
    README.write_text(new, encoding="utf-8")
