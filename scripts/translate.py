"""Keep the English catalogue in step with the Swedish messages in the code, and compile both catalogues.

``python scripts/translate.py`` takes new messages into the catalogue and compiles; ``--check`` changes nothing and
fails if a message lacks its translation, a placeholder differs, or what is compiled is old.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "ledger"
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # one date for all, so that the same messages compile to the same bytes
ABOUT: dict[str, Any] = {
    "project": "Planledger",
    "version": "0.1",
    "header_comment": "# The messages of Planledger in English.",
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
    "fuzzy": False,
}
KEYWORDS = {"_": None, "marked": None, "counted": (2, 3)}
_PLACEHOLDER = re.compile(r"\{\w+[^}]*\}")


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue lies."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "messages.po"


def messages() -> list[str]:
    """Every message in the code and in the layout of pages, in the order of the files."""
    found: dict[str, None] = {}
    for _file, _line, message, _comments, _context in extract_from_dir(
        PACKAGE, [("**.py", "python"), ("**.html", "jinja2")], keywords=KEYWORDS
    ):
        for text in message if isinstance(message, tuple) else (message,):
            found[text] = None
    return list(found)


def read(language: str) -> Catalog:
    """A catalogue as it lies on disk; an empty one if there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, **ABOUT)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.creation_date = catalogue.revision_date = WRITTEN
    return catalogue


def in_step(old: Catalog, wanted: list[str]) -> Catalog:
    """The catalogue with exactly the messages wanted, translated where they were."""
    new = Catalog(locale=old.locale, creation_date=WRITTEN, revision_date=WRITTEN, **ABOUT)
    for text in wanted:
        known = old.get(text)
        new.add(text, known.string if known else "")
    return new


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def faults(language: str, catalogue: Catalog) -> list[str]:
    """What is wrong with a catalogue."""
    found = []
    for message in catalogue:
        if message.id and not message.string:
            found.append(f"{language}: no translation of {message.id!r}")
        elif _placeholders(message.id) != _placeholders(message.string):
            found.append(f"{language}: placeholders differ in {message.id!r}")
    mo = catalogue_path(language).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
        found.append(f"{language}: {mo.name} is not what {mo.stem}.po compiles to; run scripts/translate.py")
    return found


def _placeholders(text: str | Sequence[str]) -> set[str]:
    """The placeholders of a message, or of the forms of one."""
    return set(_PLACEHOLDER.findall(text if isinstance(text, str) else " ".join(text)))


def check() -> list[str]:
    """What is wrong with the catalogues, the code's messages included."""
    english, said = read("en"), messages()
    wanted = set(said)
    missing = [text for text in said if text not in english]
    stale = [message.id for message in english if message.id and message.id not in wanted]
    return [
        *(f"en: not in the catalogue: {text!r}" for text in missing),
        *(f"en: no longer in the code: {text!r}" for text in stale),
        *faults("en", english),
        *faults("sv", read("sv")),
    ]


def update() -> None:
    """Write the English catalogue anew and compile both."""
    catalogues = {"en": in_step(read("en"), messages()), "sv": read("sv")}
    for language, catalogue in catalogues.items():
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if language == "en":
            with path.open("wb") as file:
                write_po(file, catalogue, width=116, omit_header=False, sort_output=False)
        path.with_suffix(".mo").write_bytes(compiled(read(language)))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        update()
    problems = check()
    print("\n".join(problems) if problems else "The catalogues are whole.")
    sys.exit(bool(problems))
