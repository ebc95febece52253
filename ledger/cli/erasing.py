"""Commands that take away for good, under a decision: ``erase``, ``remove`` and ``sweep``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ledger.cli.output import say, warn
from ledger.cli.state import State
from ledger.cli.writing import about_the_decision, day_of, given_about
from ledger.language import _, counted
from ledger.problems import Problem, Refused, refused

if TYPE_CHECKING:
    from ledger.events import Record
    from ledger.issuing import Issued
    from ledger.opening import Ledger
    from ledger.store.erasing import Order, Person
    from ledger.store.recording import Outcome

MOST = 20
"""How many events or reports are told one by one."""


@click.command(
    "erase",
    help=_(
        "Ta bort en person ur registret, så att ingen mer kan säga vem ett id är. Händelserna står kvar med id:t, och"
        " det som någon har skrivit om personen i fritext står kvar: det räknas upp. Skäl och källa står kvar för gott."
    ),
)
@click.argument("persons", metavar=_("PERSON-ID|NAMN..."), nargs=-1, required=True)
@about_the_decision
@click.option("--reason", required=True, metavar=_("SKÄL"), help=_("Varför; nämner ingen person."))
@click.option("--dry-run", is_flag=True, help=_("Visa vad som skulle tas bort, men ta inte bort något."))
@click.pass_obj
def erase_command(state: State, /, persons: tuple[str, ...], reason: str, dry_run: bool, **about: Any) -> None:
    """Erase persons from the register."""
    ledger = state.whole_ledger
    found = _persons(ledger, persons)
    order = _order(ledger, reason, about)
    if dry_run:
        for person in found:
            say(_("Skulle tas bort ur registret: {person}.").format(person=person))
        _tell_of_names(ledger, found)
        return
    names = list(found)
    outcomes = ledger.erase(found, order)
    for person, outcome in zip(found, outcomes, strict=True):
        say(_("{person} är borttagen ur registret genom {id}.").format(person=person.id, id=outcome.id))
    _sweep(ledger)
    _tell_of_names(ledger, names)


def _persons(ledger: Ledger, wanted: Sequence[str]) -> list[Person]:
    """The entries that are meant. Raises ``Refused`` for what leads to none, and for a name that several have."""
    found: dict[str, Person] = {}
    problems = []
    for each in wanted:
        entries = ledger.persons(each)
        if not entries:
            what = _("det finns ingen ”{name}” i registret").format(name=each)
            problems.append(Problem(what, _("skriv namnet som det står i en händelse, eller personens id")))
        elif len(entries) > 1:
            what = _("”{name}” är flera poster i registret: {several}")
            told = what.format(name=each, several="; ".join(map(str, entries)))
            problems.append(Problem(told, _("ange id för dem som ska tas bort")))
        else:
            found[entries[0].id] = entries[0]
    if problems:
        raise Refused(problems)
    return list(found.values())


def _tell_of_names(ledger: Ledger, persons: Iterable[Person]) -> None:
    """Where names stand that the register does not know of: what somebody wrote, and what was handed out."""
    from ledger.issuing import naming
    from ledger.store.erasing import mentions

    for person in persons:
        found = list(mentions(_log(ledger), person.name))
        inside = [each.record.id for each in found if not each.in_envelope]
        outside = [each.record.id for each in found if each.in_envelope]
        if inside:
            warn(_("namnet står i innehållet i {events}; ta bort det med remove").format(events=_listed(inside)))
        if outside:
            warn(_("namnet står i kuvertet i {events}, och där för gott").format(events=_listed(outside)))
        if reports := list(naming(ledger.all_issued(), ledger.reader, person.name)):
            what = _("namnet står i det som lämnades ut och bevaras av {reports}")
            warn(what.format(reports=_listed(map(_issued_told, reports))))


def _log(ledger: Ledger) -> Iterator[Record]:
    after = 0
    while page := ledger.reader.log(after, 1_000):
        yield from page
        after = page[-1].position


@click.command(
    "remove",
    help=_(
        "Ta bort innehållet i händelser under ett beslut (gallring), till exempel: remove 1a2b3c4d --by Arkivnämnden"
        ' --document Gallringsbeslut --diarienummer "AN 2026/12" --reason "Inkom av misstag". Kvar för gott är'
        " händelsens plats, id och ström, vars namn har koderna i dess nyckel, och hela kuvertet: datum, skäl,"
        " anmärkning och källa. Filer som lämnats ut med fastställda rapporter bevaras; de räknas upp."
    ),
)
@click.argument("events", metavar=_("HÄNDELSE-ID..."), nargs=-1, required=True)
@about_the_decision
@click.option("--reason", required=True, metavar=_("SKÄL"), help=_("Varför; upprepar inget av det som tas bort."))
@click.option("--entry", is_flag=True, help=_("Alla versioner: det som rättats och rättelserna av det."))
@click.option("--dry-run", is_flag=True, help=_("Visa vad som skulle tas bort, men ta inte bort något."))
@click.pass_obj
def remove_command(
    state: State, /, events: tuple[str, ...], reason: str, entry: bool, dry_run: bool, **about: Any
) -> None:
    """Remove the contents of events."""
    ledger = state.whole_ledger
    found = _versions(ledger, events) if entry else [ledger.event(each) for each in events]
    records = list({record.position: record for record in found}.values())
    order = _order(ledger, reason, about)
    if dry_run:
        ledger.rehearse_removal(records, order)
        for record in records:
            what = _("Skulle tas bort: innehållet i händelse {id} ({stream}).")
            say(what.format(id=record.id, stream=record.stream))
    else:
        _told(records, ledger.remove(records, order))
        _sweep(ledger)
    _tell_what_stays(ledger, records)


def _versions(ledger: Ledger, events: Sequence[str]) -> list[Record]:
    """All versions of the entries that have a content."""
    found = []
    for each in events:
        versions = ledger.reader.entry(ledger.event(each).entry)
        found += [version for version in versions if version.content is not None]
    if not found:
        raise refused(_("ingen version har något innehåll kvar"), _("”planledger log --event ID” visar dem"))
    return found


def _told(records: Sequence[Record], outcomes: Sequence[Outcome]) -> None:
    for record, outcome in zip(records, outcomes, strict=True):
        what = _("Innehållet i händelse {id} ({stream}) är borttaget genom {by}.")
        say(what.format(id=record.id, stream=record.stream, by=outcome.id))


def _tell_what_stays(ledger: Ledger, records: Sequence[Record]) -> None:
    """What may say the same all the same: envelopes, ids that follow from a content, other versions, issued reports."""
    from ledger.issuing import may_show

    for record in records:
        envelope = record.opened()
        texts = [envelope.reason, envelope.note, envelope.source and envelope.source.place]
        if said := "; ".join(text for text in texts if text):
            warn(_("kuvertet i händelse {id} säger för gott: {said}").format(id=record.id, said=said))
    if following := [record.id for record in records if _follows(record.id)]:
        what = _("id:t följer av innehållet i {events}: den som gissar det kan pröva gissningen mot id:t")
        warn(what.format(events=_listed(following)))
    gone = {record.position for record in records}
    entries = {record.entry for record in records}
    others = [
        each.id
        for entry in sorted(entries)
        for each in ledger.reader.entry(entry)
        if each.content is not None and each.position not in gone
    ]
    if others:
        warn(
            _(
                "andra versioner har sitt innehåll kvar: {events}; ta också bort dem, med --entry, om de säger det"
            ).format(events=_listed(others))
        )
    if reports := [each for each in ledger.all_issued() if any(may_show(each, record) for record in records)]:
        what = _("fastställda rapporter kan säga det, och det som lämnades ut bevaras: {reports}")
        warn(what.format(reports=_listed(map(_issued_told, reports))))


def _follows(event_id: str) -> bool:
    """Whether an id is one that follows from what a document says."""
    try:
        return UUID(event_id).version == 5
    except ValueError:
        return False


def _issued_told(issued: Issued) -> str:
    return f"{issued.id} ({issued.told}, {issued.on})"


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = counted(len(every) - MOST, "{n} till", "{n} till")
    return ", ".join([*every[:MOST], *([more] if len(every) > MOST else [])])


def _order(ledger: Ledger, reason: str, about: dict[str, Any]) -> Order:
    """The decision that the options tell of."""
    from ledger.store.erasing import Order

    given = given_about(about)
    if given.pop("expected", None) is not None:
        raise refused(_("--expect gäller inte när något tas bort"), _("utelämna det"))
    return Order(reason, day_of(about["effective_on"]) or ledger.surroundings.today(), **given)


@click.command(
    "sweep",
    help=_("Skriv om databasens filer utan det som tagits bort; erase och remove gör det själva om ingen annan läser."),
)
@click.pass_obj
def sweep_command(state: State) -> None:
    """Take what has been deleted out of the files."""
    _sweep(state.ledger)


def _sweep(ledger: Ledger) -> None:
    """Sweep, and say what is left: never less than is known."""
    left = ledger.sweep()
    say(
        _("Databasens filer är omskrivna.")
        if not left
        else _("Borttaget ur tabellerna. Det kan finnas kvar på andra ställen:")
    )
    for each in left:
        warn(each)
    warn(_("kopior och säkerhetskopior som gjordes innan har det kvar"))
