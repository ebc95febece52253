"""Issuing: a report is given out for good, found again, and made again from the ledger to be held to what was given
out.

What was handed out is kept by digest (``ReportIssued.files``). The canonical JSON is what ``--format json`` writes to a
file; it says the day, the body and the diarienummer of the issue, which is known before the digest is. Made again from
(at, position) it is the same, byte for byte, as long as core and plugin work things out as they did.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from ledger.events import Catalogue, Decider, KeptFile, Proposal, Record, ReportIssued
from ledger.events.fields import composed
from ledger.events.issued import JSON, digest_of, params_text, unsayable
from ledger.events.removals import says
from ledger.export.forms import report_file
from ledger.intake.cells import problems_of
from ledger.language import _, spoken
from ledger.plugins import CORE, Plugin, core_release
from ledger.problems import Problem, Refused, refused
from ledger.store.reader import SqlReader
from ledger.tables.comparing import Difference, differences
from ledger.tables.contract import report_contract
from ledger.tables.lines import nothing_decided
from ledger.tables.report import Issuance, ReportDefinition, ShownReport
from ledger.views.reader import Question, Removal

KEPT_FORMS = (JSON, "md", "text")
"""What is kept of every issued report: a later release may render otherwise, and what was handed out is handed out."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is said of an issue beside the report: the day, who approved it, and the diarienummer."""

    on: date
    decided_by: Decider | None = None
    diarienummer: str = ""
    approver: str = ""
    actor: str | None = None

    @property
    def issuance(self) -> Issuance:
        """What the document itself says of it."""
        number = str(composed(self.diarienummer.strip()))
        return Issuance(self.on, str(self.decided_by or ""), number)


@dataclass(frozen=True, slots=True)
class Issued:
    """A report that was issued. ``first`` is what was issued; ``event`` the same as it stands after corrections, which
    may have another diarienummer and approver. ``versions`` are its events, a withdrawal last.
    """

    first: ReportIssued
    event: ReportIssued
    versions: tuple[Record, ...]

    @property
    def id(self) -> str:
        """The id of the event that issued it."""
        return self.versions[0].id

    @property
    def on(self) -> date:
        """The day on which it was issued."""
        return self.versions[0].effective

    @property
    def issuance(self) -> Issuance:
        """What the document itself says of its issue, which no correction changes."""
        return _issuance(self.versions[0], self.first)

    @property
    def registered(self) -> Issuance:
        """What the ledger says of its issue, after corrections."""
        decided = [version for version in self.versions if version.content is not None]
        return _issuance(decided[-1], self.event)

    @property
    def withdrawn(self) -> str | None:
        """Why it was withdrawn; None if it was not."""
        envelope = self.versions[-1].opened()
        return (envelope.reason or "") if envelope.withdraws else None

    @property
    def told(self) -> str:
        """The report with its parameters."""
        return f"{self.event.report} {self.event.params}".rstrip()


def _issuance(record: Record, event: ReportIssued) -> Issuance:
    return Issuance(record.effective, str(record.opened().decided_by or ""), event.diarienummer or "")


@dataclass(frozen=True, slots=True)
class Reissued:
    """An issued report made again. It is the ``same`` if its JSON is that which was kept; else ``differences`` says
    where, and ``failed`` why it could not be made at all. ``lacking`` is what it was made of and has been removed.
    """

    issued: Issued
    kept: Mapping[str, bytes]
    shown: ShownReport | None
    same: bool
    differences: tuple[Difference, ...] = ()
    failed: tuple[Problem, ...] = ()
    lacking: tuple[Removal, ...] = ()

    @property
    def releases(self) -> str:
        """The core's and the plugin's releases that issued it."""
        return f"{self.issued.first.core}, {self.issued.first.plugin}"

    def file(self, form: str, make: Callable[[str, ShownReport], bytes] = report_file) -> bytes:
        """The report as it was handed out; ``make`` writes it in a form that was not kept. Raises ``Refused`` for a
        form that neither was kept nor can be made.
        """
        if form in self.kept:
            return self.kept[form]
        if self.shown is None or not self.same:
            what = _("formen {form} bevarades inte när rapporten fastställdes").format(form=form)
            raise refused(what, _("välj en av dem som bevarades: {forms}").format(forms=", ".join(self.kept)))
        return make(form, self.shown)


def proposed(
    shown: ShownReport, forvaltning: str, plugin: Plugin, matter: Matter, files: Mapping[str, bytes]
) -> Proposal:
    """The proposal that issues a report, with the ``files`` to keep, by form. Raises ``Refused`` for one with nothing
    in it.
    """
    if not shown.sections:
        what = _("rapporten är tom: {nothing}").format(nothing=nothing_decided(shown))
        raise refused(what, _("en tom rapport fastställs inte; pröva ett annat --at eller en annan period"))
    if strange := list(unsayable(shown.params)):
        what = _("parametern {name} har ett värde som inte kan stå i en fastställd rapports namn")
        raise Refused(Problem(what.format(name=name), _("skriv det utan = och ;")) for name in strange)
    try:
        event = ReportIssued(
            forvaltning=forvaltning,
            report=shown.name,
            params=params_text(shown.params),
            at=shown.view.at,
            position=shown.view.position,
            files=tuple(KeptFile(form=form, sha256=digest_of(kept)) for form, kept in files.items()),
            language=spoken(),
            core=core_release(),
            plugin=plugin.release,
            diarienummer=matter.issuance.diarienummer or None,
            approver=(matter.approver,) if matter.approver else (),
        )
    except ValidationError as error:
        raise Refused(problems_of(ReportIssued, error)) from None
    return Proposal(event, matter.on, decided_by=matter.decided_by, actor=matter.actor, files=tuple(files.values()))


def forvaltning_of(definition: ReportDefinition, name: str, given: str) -> str:
    """Whose report it is: what its definition says, or else what was given. Raises ``Refused`` if neither does, or they
    disagree.
    """
    if definition.forvaltning and given and given != definition.forvaltning:
        what = _("{report} är {forvaltning}s rapport, inte {given}s")
        told = what.format(report=name, forvaltning=definition.forvaltning, given=given)
        raise refused(told, _("utelämna --forvaltning"))
    if not (found := definition.forvaltning or given):
        what = _("{report} säger inte vilken förvaltning som den är").format(report=name)
        raise refused(what, _("ange den med --forvaltning"))
    return found


def all_issued(reader: SqlReader) -> list[Issued]:
    """Every report that was ever issued, in the order that they were recorded; those withdrawn too."""
    catalogue = Catalogue()
    catalogue.add(CORE, [ReportIssued])
    everything = Question(ReportIssued.topic, date.max, reader.position())
    return [_issued(tuple(reader.entry(record.entry)), catalogue) for record in reader.history(everything)]


def _issued(versions: tuple[Record, ...], catalogue: Catalogue) -> Issued:
    events = [catalogue.decode(version) for version in versions if version.content is not None]
    first, last = events[0], events[-1]
    assert isinstance(first, ReportIssued)
    assert isinstance(last, ReportIssued)
    return Issued(first, last, versions)


def found(issued: list[Issued], reference: str, *, also_withdrawn: bool = False) -> Issued:
    """The one that ``reference`` names: an id or its beginning, or a diarienummer; one that stands before one that was
    withdrawn. Raises ``Refused`` if none does, if several do, and, unless ``also_withdrawn``, for one that was
    withdrawn.
    """
    wanted = str(composed(reference.strip()))
    named = [each for each in issued if wanted and _named(each, wanted)]
    standing = [each for each in named if each.withdrawn is None] or (named if also_withdrawn else [])
    listing = _("”planledger reports --issued” visar alla")
    if not named:
        raise refused(_("det finns ingen fastställd rapport {reference}").format(reference=reference), listing)
    if not standing:
        what = _("den fastställda rapporten {id} ({report}) är återtagen: {reason}")
        told = what.format(id=named[-1].id, report=named[-1].told, reason=named[-1].withdrawn)
        raise refused(told, listing)
    if len(standing) > 1:
        several = ", ".join(f"{each.id} ({each.told}, {each.on})" for each in standing[:3])
        what = _("flera fastställda rapporter heter {reference}: {several}")
        raise refused(what.format(reference=reference, several=several), _("skriv id:t, eller mer av det"))
    return standing[0]


def _named(issued: Issued, wanted: str) -> bool:
    return wanted == issued.registered.diarienummer or any(each.id.startswith(wanted) for each in issued.versions)


def kept_files(issued: Issued, reader: SqlReader) -> dict[str, bytes]:
    """The files that were handed out, by form. Raises ``Refused`` if one is gone, or is not what was handed out."""
    files: dict[str, bytes] = {}
    for file in issued.first.files:
        kept = reader.kept(file.sha256)
        if kept is None:
            raise _damaged(issued, file.form, _("den saknas"))
        if digest_of(kept) != file.sha256:
            raise _damaged(issued, file.form, _("kontrollsumman stämmer inte"))
        files[file.form] = kept
    return files


def _damaged(issued: Issued, form: str, how: str) -> Refused:
    what = _("filen {form} till den fastställda rapporten {id} är inte som den lämnades ut: {how}")
    remedy = _("någon har ändrat i databasen; hämta liggaren ur en säkerhetskopia")
    return refused(what.format(form=form, id=issued.id, how=how), remedy)


def held_to(issued: Issued, kept: Mapping[str, bytes], shown: ShownReport) -> Reissued:
    """An issued report that was made again as ``shown``, its JSON held to the one that was kept."""
    if report_file(JSON, shown) == kept[JSON]:
        return Reissued(issued, kept, shown, same=True, lacking=shown.view.lacking)
    found = differences(json.loads(kept[JSON]), report_contract(shown))
    return Reissued(issued, kept, shown, same=False, differences=tuple(found), lacking=shown.view.lacking)


def may_show(issued: Issued, record: Record) -> bool:
    """Whether an event was known, and had taken effect, when a report was issued: its kept files may say what it says.
    Which of it they say is for a reader to find.
    """
    return record.position <= issued.first.position and record.effective <= issued.first.at


def naming(issued: Iterable[Issued], reader: SqlReader, name: str) -> Iterator[Issued]:
    """The reports that name somebody in what was handed out."""
    for each in issued:
        kept = (reader.kept(file.sha256) for file in each.first.files)
        if any(says(file.decode(errors="replace"), name) for file in kept if file is not None):
            yield each
