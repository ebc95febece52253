"""Issued reports: a document that was given out for good, with what it takes to make it again and the files that were
handed out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ledger.events.base import Event
from ledger.events.fields import Code, Persons, Text

ReportName = Annotated[str, StringConstraints(min_length=3, pattern=r"^[^\s/]+/[^\s/]+$")]
ParamsText = Annotated[str, StringConstraints(pattern=r"^([^=; ]+=[^=;]+(; [^=; ]+=[^=;]+)*)?$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

JSON = "json"
"""The form that an issued report is compared by, byte for byte; it is always kept."""


def digest_of(kept: bytes) -> str:
    """What a kept file is known by: SHA-256 in hex."""
    return sha256(kept).hexdigest()


class KeptFile(BaseModel):
    """A file that was handed out: its form ("json", "md", "text", "pdf" …), and the digest that it is kept by."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    form: Code
    sha256: Digest


class ReportIssued(Event, topic="report.issued", title="Rapport fastställd", key=("report", "params")):
    """A report was issued. A later issue of the same report for the same parameters takes its place; both remain.

    The report is what its definition gives for ``params`` in the view at (``at``, ``position``). ``files`` are what
    was handed out, and no correction changes them: they say the ``diarienummer`` and the body of the first version.
    """

    report: ReportName = Field(title="Rapport", description="Rapportens fullständiga namn, t.ex. rk/delarsrapport")
    params: ParamsText = Field("", title="Parametrar", description="Vad den gäller, t.ex. period=2025-08")
    at: date = Field(title="Läget den", description="Dagen som rapporten visar läget för")
    position: int = Field(title="Position", description="Den sista händelse som var känd för rapporten", ge=1)
    files: tuple[KeptFile, ...] = Field(
        title="Filer", description="Det som lämnades ut: form och kontrollsumma (SHA-256) för varje fil"
    )
    language: Literal["sv", "en"] = Field("sv", title="Språk", description="Språket som den skrevs på: sv eller en")
    core: Text = Field(title="Kärnans utgåva", description="T.ex. planledger 0.1.0")
    plugin: Text = Field(title="Insticksprogrammets utgåva", description="T.ex. planledger-rk 0.1.0")
    diarienummer: Text | None = Field(None, title="Diarienummer", description="Ärendets diarienummer; tomt om okänt")
    approver: Persons = Field((), title="Godkänd av", description="Den som godkände för organets räkning")

    @property
    def digest(self) -> str:
        """The digest of the canonical JSON; "" if none is kept."""
        return self.digest_of(JSON) or ""

    def digest_of(self, form: str) -> str | None:
        """The digest of the file kept in a form; None if none is."""
        return next((file.sha256 for file in self.files if file.form == form), None)

    @property
    def said_params(self) -> dict[str, str]:
        """The parameters, one by one, as text."""
        return dict(part.split("=", 1) for part in self.params.split("; ") if part)


MAY_BE_CORRECTED = frozenset({"diarienummer", "approver"})
"""The fields that a correction may change: what was noted of the matter. All else is what was issued."""


def changed_by(corrected: ReportIssued, original: ReportIssued) -> list[str]:
    """The titles of the fields in which a correction says that something else was issued."""
    fields = ReportIssued.model_fields
    return [
        fields[name].title or name
        for name in fields
        if name not in MAY_BE_CORRECTED and getattr(corrected, name) != getattr(original, name)
    ]


def params_text(params: Mapping[str, str]) -> str:
    """Parameters as one text, the same whatever order they were given in."""
    return "; ".join(f"{name}={value}" for name, value in sorted(params.items()))


def unsayable(params: Mapping[str, str]) -> Iterable[str]:
    """The names of the parameters whose values cannot stand in such a text."""
    return [name for name, value in params.items() if not value or set(value) & {"=", ";"}]
