"""Opening: the one place where plugins, store and views are put together into a ledger."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.events import Catalogue, Decider, Proposal, Record
from ledger.language import _, speaking
from ledger.plugins import Plugins
from ledger.problems import Problem, Refused, refused
from ledger.store.database import Database, OpenReading, told_plainly
from ledger.store.reader import SqlReader
from ledger.store.schema import FORMAT
from ledger.store.sql import Cursor, Parameters, Row
from ledger.surroundings import Surroundings, end_of, microseconds
from ledger.tables import ReportDefinition, Shown, ShownReport, TableDefinition
from ledger.views import View

if TYPE_CHECKING:
    from ledger.checks import Finding
    from ledger.checks.finding import Judge
    from ledger.checks.run import Checked
    from ledger.explain.diff import Difference
    from ledger.explain.why import Node
    from ledger.export.trace import Progress
    from ledger.integrity.keys import SigningKey, VerifierKey
    from ledger.integrity.note import Note
    from ledger.integrity.proof import ConsistencyProof, InclusionProof
    from ledger.issuing import Issued, Reissued
    from ledger.projections.locks import Lock
    from ledger.proving import Prover, Verdict
    from ledger.store.copying import Copied
    from ledger.store.erasing import Order, Person
    from ledger.store.rebuild import Rebuilt
    from ledger.store.recorder import LedgerRecorder
    from ledger.store.recording import Outcome

Times = tuple[date | None, datetime | date | None]
"""The two times of a view: the date (today), and what was known then (now)."""

DEFAULT_LEDGER = "planledger.db"


@dataclass(frozen=True)
class Ledger:
    """An open ledger. Views are asked of it; decisions are recorded in it. Close it, or use it as a context manager."""

    database: Database
    plugins: Plugins = field(default_factory=Plugins)
    surroundings: Surroundings = field(default_factory=Surroundings)
    _recorders: list[LedgerRecorder] = field(default_factory=list, init=False, repr=False, compare=False)

    @cached_property
    def _reading(self) -> OpenReading:
        return self.database.reading()

    def _run(self, statement: str, parameters: Parameters | None = None) -> Sequence[Row]:
        with told_plainly(self.database):
            return self._reading.run(statement, parameters or {})

    @cached_property
    def reader(self) -> SqlReader:
        """Answers questions about the ledger."""
        return SqlReader(self._run)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every topic that is known here."""
        return self.plugins.catalogue()

    @cached_property
    def title(self) -> str:
        """What the ledger is called; "" if it has no name."""
        return str(self._run("SELECT title FROM ledger")[0]["title"])

    @property
    def injected(self) -> bool:
        """Whether it was ever written with another clock than the system's."""
        return bool(self._run("SELECT injected FROM ledger")[0]["injected"])

    def view(self, at: date | None = None, known: datetime | date | None = None, *, plugin: str | None = None) -> View:
        """The ledger as of ``at`` (today in Stockholm), as known at ``known`` (now; a date runs to its end).

        With ``plugin``, only that plugin's topics and the core's are known, and no other is loaded.
        """
        asked = None if known is None else _until(known)
        view = self._view_at(self.reader.position(asked), at or self.surroundings.today(), plugin)
        return view if asked is None else replace(view, known=asked)

    def _view_at(self, position: int, at: date, plugin: str | None) -> View:
        """The ledger as of ``at``, as known when the event at a position had been recorded."""
        catalogue = self.plugins.catalogue(plugin) if plugin else self.catalogue
        return View(self.reader, catalogue, at, position, self.reader.recorded(position))

    def show(
        self,
        table: str,
        *,
        at: date | None = None,
        known: datetime | date | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Shown:
        """A table such as ``rk/effekthemtagning``, as seen from two times."""
        definition = self.plugins.table(table)
        with self._blaming(table):
            return definition.shown(self._view_of(table, at, known), table, params or {}, self.title)

    def why(self, shown: Shown, row: str, column: str, part: str | None = None, *, most: int | None = None) -> Node:
        """Where a cell of a table comes from: its derivation down to events, and the events that only select."""
        from ledger.explain.why import why

        definition = self.plugins.table(shown.name)
        with self._blaming(shown.name):
            make = partial(definition.shown, name=shown.name, given=shown.params, ledger=self.title)
            return why(shown, row, column, part, most=most, make=make)

    def report(
        self,
        report: str,
        *,
        at: date | None = None,
        known: datetime | date | None = None,
        params: Mapping[str, str] | None = None,
    ) -> ShownReport:
        """A report such as ``rk/arsredovisning``, as seen from two times."""
        definition = self.plugins.report(report)
        with self._blaming(report):
            return definition.shown(self._view_of(report, at, known), report, params or {}, self.title)

    def written(
        self, form: str, shown: ShownReport, *, template: Path | None = None, progress: Progress[str] | None = None
    ) -> bytes:
        """A report in a form, as the bytes of a file. ``template`` takes the place of Planledger's own, ``progress``
        shows how far the work has come. Raises ``Refused`` for a form whose libraries are not installed.
        """
        from ledger.export.forms import FORMS, report_file
        from ledger.export.trace import calmly

        head = self.head(shown.view.position) if form in FORMS else ""
        return report_file(form, shown, head=head, template=template, progress=progress or calmly)

    def issue(
        self,
        report: str,
        *,
        at: date | None = None,
        known: datetime | date | None = None,
        params: Mapping[str, str] | None = None,
        forvaltning: str = "",
        diarienummer: str = "",
        decided_by: Decider | None = None,
        approver: str = "",
        on: date | None = None,
        actor: str | None = None,
        keep: Sequence[str] = (),
    ) -> Outcome:
        """Issue a report for good, as seen from two times; its files are kept with the event. Raises ``Refused``.

        ``forvaltning`` says whose it is where its definition does not; ``on`` is the day of the issue (today);
        ``keep`` names forms that are kept beside those that always are, such as the PDF that was signed.
        """
        from ledger.issuing import KEPT_FORMS, Matter, forvaltning_of, proposed

        definition = self.plugins.report(report)
        whose = forvaltning_of(definition, report, forvaltning)
        matter = Matter(on or self.surroundings.today(), decided_by, diarienummer, approver, actor)
        seen = self._view_of(report, at, known)
        view = replace(seen, known=self.reader.recorded(seen.position))  # what was asked for is not kept
        with self._blaming(report):
            shown = definition.shown(view, report, params or {}, self.title, matter.issuance)
            files = {form: self.written(form, shown) for form in dict.fromkeys((*KEPT_FORMS, *keep))}
            proposal = proposed(shown, whose, self.plugins.get(report.partition("/")[0]), matter, files)
        [outcome] = self.record([proposal])
        return outcome

    def difference(self, name: str, start: Times, end: Times, *, params: Mapping[str, str] | None = None) -> Difference:
        """What changed in a table or a report from one view to another, each given by its (at, known), and by which
        events. Without a period it is the latest that the second view has, or else the first.
        """
        definition = self.plugins.document(name)
        with self._blaming(name):
            first, last = self._view_of(name, *start), self._view_of(name, *end)
            asked = definition.asked(last, params or {}) or definition.asked(first, params or {})
            return self._difference(name, definition, asked, first, last)

    def differences(self, start: Times, end: Times) -> Iterator[Difference]:
        """What changed in every table of every plugin, for each of its periods, where something did."""
        for plugin in self.plugins.all():
            for definition in plugin.tables:
                name = f"{plugin.name}/{definition.name}"
                with self._blaming(name):
                    first, last = self._view_of(name, *start), self._view_of(name, *end)
                    ways = {str(asked): asked for view in (first, last) for asked in definition.every(view)}
                    for asked in ways.values():
                        found = self._difference(name, definition, asked, first, last)
                        if not found.empty:
                            yield found

    def errata(self, issued: Issued, known: datetime | date | None = None) -> Difference:
        """What is known now, or was at ``known``, that changes a report since it was issued."""
        event, then = issued.first, self.view_of(issued)
        definition = self.plugins.report(event.report)
        with self._blaming(event.report):
            now = self._view_of(event.report, event.at, known)
            return self._difference(event.report, definition, definition.asked(then, event.said_params), then, now)

    def _difference(
        self,
        name: str,
        definition: TableDefinition | ReportDefinition,
        asked: Mapping[str, Any] | None,
        first: View,
        last: View,
    ) -> Difference:
        from ledger.explain.diff import difference

        return difference(lambda view: definition.with_params(view, name, asked, self.title), first, last)

    @property
    def _prover(self) -> Prover:
        from ledger.proving import Prover

        return Prover(self._reading, self.database.position_column)

    def checkpoint(self, key: SigningKey) -> Note:
        """The head of the log as it is now, signed. Somebody else should keep it."""
        with told_plainly(self.database):
            return self._prover.checkpoint(key, self.reader.position())

    def head(self, position: int) -> str:
        """The head of the log when it had so many events: the root of its tree, in base64 as a checkpoint has it."""
        with told_plainly(self.database):
            return self._prover.head(position)

    def prove(self, event_id: str, checkpoint: str, *, with_content: bool = True) -> InclusionProof:
        """That an event is in the log that a checkpoint heads. Raises ``Refused``."""
        record = self.event(event_id)
        with told_plainly(self.database):
            return self._prover.inclusion(record, checkpoint, with_content=with_content)

    def prove_growth(self, since: str, checkpoint: str) -> ConsistencyProof:
        """That the log has only grown since a checkpoint that somebody kept. Raises ``Refused``."""
        with told_plainly(self.database):
            return self._prover.consistency(since, checkpoint)

    def verify(self, checkpoints: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> Verdict:
        """Whether everything is as it was recorded, by the stored bytes and by checkpoints that were kept."""
        from ledger.proving import verify

        with told_plainly(self.database):
            verdict = verify(self.database, self.catalogue, checkpoints, keys)
            if verdict.sound:  # of events that are not as they were no report is made
                for issued in self.all_issued():
                    verdict.hold(issued, self.reissued)
            return verdict

    def locks(self) -> list[Lock]:
        """The locks that are closed for what is recorded next."""
        from ledger.projections.locks import closed_locks

        return closed_locks(self.reader, self.catalogue, self.reader.position())

    def all_issued(self) -> list[Issued]:
        """Every report that was ever issued, in the order that they were recorded; those withdrawn too."""
        from ledger.issuing import all_issued

        return all_issued(self.reader)

    def issued(self, reference: str, *, also_withdrawn: bool = False) -> Issued:
        """The issued report that an id, its beginning, or a diarienummer names. Raises ``Refused`` if none is, or
        several, and, unless ``also_withdrawn``, for one that was withdrawn.
        """
        from ledger.issuing import found

        return found(self.all_issued(), reference, also_withdrawn=also_withdrawn)

    def view_of(self, issued: Issued) -> View:
        """The view that a report was issued from. Raises ``Refused`` without its plugin."""
        event = issued.first
        return self._view_at(event.position, event.at, event.report.partition("/")[0])

    def reissued(self, issued: Issued) -> Reissued:
        """An issued report made again, and held to what was kept. Raises ``Refused`` if that is not what it was."""
        from ledger.issuing import Reissued, held_to, kept_files

        event, kept = issued.first, kept_files(issued, self.reader)
        seen: View | None = None
        try:
            definition, seen = self.plugins.report(event.report), self.view_of(issued)
            with speaking(event.language), self._blaming(event.report):
                shown = definition.shown(seen, event.report, event.said_params, self.title, issued.issuance)
                return held_to(issued, kept, shown)
        except Refused as refusal:  # without its plugin, or with one that has changed, the kept files are still there
            lacking = seen.lacking if seen else ()
            return Reissued(issued, kept, None, same=False, failed=refusal.problems, lacking=lacking)

    def check(
        self,
        forvaltningar: Sequence[str] = (),
        *,
        at: date | None = None,
        known: datetime | date | None = None,
    ) -> Checked:
        """What does not agree, in some förvaltningar or all, as seen from two times."""
        from ledger.checks.run import run

        checks = [
            replace(each, judge=self._blamed(f"{plugin.name}/{each.name}", each.judge))
            for plugin in self.plugins.all()
            for each in plugin.checks
        ]
        return run(self.view(at, known), checks, forvaltningar)

    def _blamed(self, name: str, judge: Judge) -> Judge:
        """``judge``, with its plugin named if it fails."""

        def judged(view: View, forvaltning: str) -> list[Finding]:
            with self._blaming(name):
                return list(judge(view, forvaltning))

        return judged

    def _view_of(self, name: str, at: date | None, known: datetime | date | None) -> View:
        return self.view(at, known, plugin=name.partition("/")[0])

    @contextmanager
    def _blaming(self, name: str) -> Iterator[None]:
        """Name the plugin whose table, report or check fails: it may fail in any way at all."""
        try:
            yield
        except Refused:
            raise
        except (Exception, SystemExit) as error:  # one that leaves the program would say that all is well
            raise self.plugins.get(name.partition("/")[0]).fault_in(name, error) from error

    def record(self, proposals: Sequence[Proposal]) -> list[Outcome]:
        """Record all of ``proposals`` at one moment, or none. Raises ``Refused`` with every reason."""
        from ledger.store.recording import record

        with self._recorder() as recorder:
            return record(recorder, self.catalogue, proposals)

    def rehearse(self, proposals: Sequence[Proposal]) -> list[Problem]:
        """What would keep ``proposals`` from being recorded. Nothing is recorded."""
        from ledger.store.recording import rehearse

        with self._recorder() as recorder:
            return rehearse(recorder, self.catalogue, proposals)

    def rebuild(self) -> Rebuilt:
        """Drop the index and make it again from the events."""
        from ledger.store.rebuild import rebuild

        with self._recorder() as recorder:
            return rebuild(recorder, self.catalogue)

    def persons(self, wanted: str) -> list[Person]:
        """The entries of the register that an id or a name leads to."""
        from ledger.store.erasing import persons_named

        with told_plainly(self.database):
            return persons_named(self._reading, wanted)

    def erase(self, persons: Sequence[Person], order: Order) -> list[Outcome]:
        """Erase persons from the register, under a decision. ``sweep`` then takes them out of the database's files."""
        from ledger.store.erasing import erase

        with self._recorder() as recorder:
            outcomes = erase(recorder, self.catalogue, persons, order)
        self.reader.forget_persons()
        return outcomes

    def rehearse_removal(self, records: Sequence[Record], order: Order) -> None:
        """Raises ``Refused`` with every reason why the contents of events cannot be removed. Nothing is removed."""
        from ledger.store.erasing import removable

        removable(self.catalogue, records, order)

    def remove(self, records: Sequence[Record], order: Order) -> list[Outcome]:
        """Remove the contents of events, under a decision. ``sweep`` then takes them out of the database's files."""
        from ledger.store.erasing import remove

        with self._recorder() as recorder:
            return remove(recorder, self.catalogue, records, order)

    def sweep(self) -> list[str]:
        """Take what has been erased or removed out of the database's files; where it may be left all the same."""
        with self._recorder() as recorder:
            return recorder.sweep()

    def roles(self, *, apply: bool) -> str | None:
        """The statements that make the ledger's roles, run if ``apply``; None for a database without roles."""
        with told_plainly(self.database):
            return self.database.roles(apply=apply)

    def copy_to(self, url: str | Path) -> Copied:
        """Copy everything into a new ledger at ``url``, from one moment, while others record. Raises ``Refused``."""
        from ledger.store.copying import Copied, copy_ledger

        target = database_at(url)
        result = Copied(0, 0)

        def fill(cursor: Cursor) -> None:
            nonlocal result
            with told_plainly(self.database), self._reading.snapshot():
                result = copy_ledger(self._reading, self.database.position_column, cursor, target.position_column)

        with told_plainly(target):
            target.create(self.title, self.surroundings, fill)
        return result

    def event(self, event_id: str) -> Record:
        """The event whose id begins with ``event_id``. Raises ``Refused`` if none does, or more than one."""
        if not event_id:
            raise refused(_("händelsens id saknas"), _("”planledger log” visar alla"))
        found = self.reader.find(event_id)
        if not found:
            raise refused(_("det finns ingen händelse {id}").format(id=event_id), _("”planledger log” visar alla"))
        if len(found) > 1 and found[0].id != event_id:
            several = ", ".join(record.id for record in found[:3])
            raise refused(
                _("flera händelser börjar på {id}: {several}").format(id=event_id, several=several),
                _("skriv mer av id:t"),
            )
        return found[0]

    @contextmanager
    def _recorder(self) -> Iterator[LedgerRecorder]:
        """The recorder, which stays open for the next recording unless the database fails."""
        with told_plainly(self.database):
            if not self._recorders:
                self._recorders.append(self.database.recorder(self.surroundings))
            try:
                yield self._recorders[0]
            except Refused:
                raise
            except BaseException:
                self._recorders.pop().close()
                raise

    def close(self) -> None:
        """Let go of the database."""
        if "_reading" in self.__dict__:
            self._reading.close()
        while self._recorders:  # last, since only one who may write can fold SQLite's log into the file
            self._recorders.pop().close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()


def open_ledger(
    url: str | Path = "", *, plugins: Plugins | None = None, surroundings: Surroundings | None = None
) -> Ledger:
    """Open the ledger that ``url`` names. Raises ``Refused`` if there is none, or a newer release has made it."""
    database = database_at(url)
    with told_plainly(database):
        if missing := database.missing():
            raise Refused(missing)
    ledger = Ledger(database, plugins or Plugins(), surroundings or Surroundings())
    found = ledger._run("SELECT format FROM ledger")
    if found and not isinstance(found[0]["format"], int):
        what = _("{address} kan inte användas: {error}").format(address=database.address, error=_("den är skadad"))
        raise refused(what, _("kontrollera att filen är en liggare och att den är hel"))
    if not found or found[0]["format"] > FORMAT:
        what = _("{address} är gjord av en nyare utgåva av Planledger").format(address=database.address)
        raise refused(what, _("uppgradera planledger"))
    if found[0]["format"] < FORMAT:
        what = _("{address} är gjord innan Planledger gavs ut, i en form som inte finns mer").format(
            address=database.address
        )
        raise refused(what, _("läs in dokumenten i en ny liggare (planledger init, planledger import)"))
    return ledger


def create_ledger(
    url: str | Path = "",
    *,
    title: str = "",
    plugins: Plugins | None = None,
    surroundings: Surroundings | None = None,
) -> Ledger:
    """Make a ledger. Raises ``Refused`` if something lies there already."""
    database = database_at(url)
    with told_plainly(database):
        database.create(title, surroundings or Surroundings())
    return open_ledger(url, plugins=plugins, surroundings=surroundings)


def database_at(url: str | Path = "") -> Database:
    """The database that ``url`` names: a path, or else what ``PLANLEDGER_URL`` says, or ``planledger.db`` here."""
    from ledger.store.sqlite import SqliteDatabase

    text = str(url) or os.environ.get("PLANLEDGER_URL", "") or DEFAULT_LEDGER
    scheme, separator, _rest = text.partition("://")
    if scheme in {"postgresql", "postgres"} and separator:
        from ledger.store.postgres import PostgresDatabase

        return PostgresDatabase(text)
    if separator:
        what = _("”{scheme}” är inget som en liggare kan ligga i").format(scheme=scheme)
        raise refused(what, _("ange en sökväg, till exempel build/demo.db, eller postgresql://…"))
    return SqliteDatabase(Path(text))


def _until(known: datetime | date) -> int:
    return microseconds(known) if isinstance(known, datetime) else end_of(known)
