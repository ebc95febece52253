"""Commands that write: ``init``, ``import``, ``record``, ``correct``, ``withdraw`` and ``rebuild``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledger.cli.arguments import pairs
from ledger.cli.output import say, warn
from ledger.cli.state import State
from ledger.language import _, counted, marked
from ledger.problems import refused

if TYPE_CHECKING:
    from datetime import date

    from ledger.events import Decider, Source
    from ledger.store.recording import Outcome

F = TypeVar("F", bound=Callable[..., Any])


def overriding(command: F) -> F:
    """The option that records into a locked period."""
    option = click.option("--override", is_flag=True, help=_("Registrera trots att perioden är låst; kräver ett skäl."))
    return option(command)


@click.command("init", help=_("Skapa en tom liggare; i PostgreSQL visas eller görs också rollerna."))
@click.option("--title", default="", metavar=_("TITEL"), help=_("Vad liggaren heter; står under varje tabell."))
@click.option("--roles", is_flag=True, help=_("Liggaren finns: visa bara rollernas SQL (PostgreSQL)."))
@click.option("--apply", "apply_roles", is_flag=True, help=_("Gör rollerna i databasen, i stället för att visa dem."))
@click.pass_obj
def init_command(state: State, title: str, roles: bool, apply_roles: bool) -> None:
    """Make a ledger, and in PostgreSQL its roles."""
    from ledger.opening import create_ledger

    if not roles:
        ledger = create_ledger(state.url, title=title, plugins=state.plugins, surroundings=state.surroundings)
        ledger.close()
        say(_("Liggaren {address} är skapad.").format(address=ledger.database.address))
    elif state.ledger.roles(apply=False) is None:
        raise refused(_("en fil har inga roller"), _("rätten att läsa och skriva filen ges av systemet"))
    script = state.ledger.roles(apply=apply_roles)
    if script is not None:
        say(_("Rollerna är gjorda:") if apply_roles else _("Rollerna görs med --apply, eller med psql av den som får:"))
        say(script)


@click.command("import", help=_("Registrera besluten i mappar med CSV-filer och document.toml: allt eller inget."))
@click.argument("paths", metavar=_("MAPP..."), nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--actor", metavar=_("NAMN"), help=_("För vems räkning."))
@click.option("--dry-run", is_flag=True, help=_("Läs och kontrollera raderna, men registrera inget."))
@overriding
@click.option("--reason", metavar=_("SKÄL"), help=_("Varför rader registreras trots lås; nämner ingen person."))
@click.pass_obj
def import_command(
    state: State, paths: tuple[Path, ...], actor: str | None, dry_run: bool, override: bool, reason: str | None
) -> None:
    """Record the decisions in documents' folders."""
    from dataclasses import replace

    from ledger.events import Proposal
    from ledger.intake.folder import folders, proposed
    from ledger.problems import Problem, Refused

    if reason and not override:
        raise refused(_("--reason är skälet att registrera trots lås"), _("ange det tillsammans med --override"))
    why = _reason_to_override(override, reason)
    ledger = state.whole_ledger
    found, problems = list[Proposal](), list[Problem]()
    for folder in folders(paths):
        readable, unreadable = proposed(folder, ledger.catalogue)
        found += [replace(proposal, actor=actor, override=why) for proposal in readable]
        problems += unreadable
    if problems or dry_run:
        problems += ledger.rehearse(found)
    if problems:
        raise Refused(problems)
    if dry_run:
        rows = counted(len(found), "{n} rad", "{n} rader")
        say(_("Felfritt: {rows}. Inget är registrerat.").format(rows=rows))
        return
    outcomes = ledger.record(found)
    new = sum(outcome.new for outcome in outcomes)
    if not new:
        say(_("Inget nytt: allt är redan registrerat ({n}).").format(n=len(outcomes)))
        return
    before = _(" {n} fanns redan.").format(n=len(outcomes) - new) if new < len(outcomes) else ""
    say(_("Registrerat: {new}.").format(new=counted(new, "{n} händelse", "{n} händelser")) + before)


def about_the_decision(command: F) -> F:
    """The options that say how a decision came to be known."""
    options = [
        click.option(
            "--effective-on",
            metavar=_("DATUM"),
            help=_("Dagen då beslutet togs, eller iakttagelsens sista dag."),
        ),
        click.option("--dated", metavar=_("HUR"), help=_("Hur datumet är känt: tryckt, uppgift eller konvention.")),
        click.option("--by", metavar=_("ORGAN"), help=_("Vem som beslutade: organ, eller organ/delegat/delegation.")),
        click.option("--actor", metavar=_("NAMN"), help=_("För vems räkning det registreras.")),
        click.option("--document", metavar=_("DOKUMENT"), help=_("Källan: dokumentets id eller titel.")),
        click.option("--diarienummer", metavar=_("DNR"), help=_("Källans diarienummer.")),
        click.option("--section", metavar=_("AVSNITT"), help=_("Avsnitt eller paragraf i källan.")),
        click.option("--place", metavar=_("PLATS"), help=_("Plats i källan.")),
        click.option("--note", metavar=_("TEXT"), help=_("Anmärkning; nämner ingen person.")),
        click.option(
            "--expect",
            type=int,
            metavar=_("VERSION"),
            help=_("Strömmens version när du såg den; har den ändrats avvisas beslutet."),
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    "record",
    help=_('Registrera ett beslut, till exempel: record ram.allocated forvaltning=RK period=2026 "amount=370,8 mnkr"'),
)
@click.argument("topic", metavar=_("HÄNDELSE"))
@click.argument("fields", metavar=_("fält=värde..."), nargs=-1)
@about_the_decision
@click.option("--reason", metavar=_("SKÄL"), help=_("Skäl; nämner ingen person."))
@overriding
@click.option(
    "--id",
    "event_id",
    default="",
    metavar=_("ID"),
    help=_("Eget id, så att samma anrop två gånger inte blir två beslut."),
)
@click.pass_obj
def record_command(
    state: State,
    /,
    topic: str,
    fields: tuple[str, ...],
    reason: str | None,
    override: bool,
    event_id: str,
    **about: Any,
) -> None:
    """Record a decision."""
    from ledger.events import Proposal
    from ledger.intake.cells import decision

    why = _reason_to_override(override, reason)
    event_class = state.plugins.catalogue().get(topic)
    ledger = state.whole_ledger
    event = decision(event_class, pairs(fields))
    effective = day_of(about["effective_on"]) or ledger.surroundings.today()
    proposal = Proposal(event, effective, id=_uuid(event_id), reason=reason, override=why, **given_about(about))
    _told(ledger.record([proposal]))


@click.command("correct", help=_("Rätta en händelse som blev fel registrerad: ange de fält som ska ändras."))
@click.argument("event", metavar=_("HÄNDELSE-ID"))
@click.argument("fields", metavar=_("[fält=värde]..."), nargs=-1)
@about_the_decision
@click.option("--reason", required=True, metavar=_("SKÄL"), help=_("Varför; nämner ingen person."))
@overriding
@click.pass_obj
def correct_command(
    state: State, /, event: str, fields: tuple[str, ...], reason: str, override: bool, **about: Any
) -> None:
    """Replace a version of an entry."""
    from ledger.events import Proposal
    from ledger.intake.cells import corrected
    from ledger.store.precedents import removal_stands, withdrawal_stands

    ledger = state.whole_ledger
    found = ledger.event(event)
    envelope = found.opened()
    if envelope.withdraws:
        raise refused(*withdrawal_stands(found.id))
    if found.content is None:
        raise refused(*removal_stands(found.id))
    about_it = given_about(about)
    kept = {name: getattr(envelope, name) for name in ("dated", "source", "decided_by", "note")}
    old = ledger.catalogue.decode(found)
    changed = corrected(old, pairs(fields))
    effective = day_of(about["effective_on"]) or envelope.effective_on
    if changed == old and effective == envelope.effective_on and not set(about_it) & set(kept):
        remedy = _("ange fält=värde, ett annat --effective-on eller en annan källa")
        raise refused(_("rättelsen ändrar ingenting"), remedy)
    given, why = kept | about_it, _reason_to_override(override, reason)
    _told(
        ledger.record([Proposal(changed, effective, replaces=found.id, reason=reason, override=why, **given)]),
        found.id,
        marked("rättad"),
    )


@click.command(
    "withdraw",
    help=_("Återta en händelse som aldrig har gällt. Upphör ett beslut är det i stället ett nytt beslut."),
)
@click.argument("event", metavar=_("HÄNDELSE-ID"))
@click.option("--reason", required=True, metavar=_("SKÄL"), help=_("Varför; nämner ingen person."))
@click.option("--actor", metavar=_("NAMN"), help=_("För vems räkning."))
@click.option("--expect", type=int, metavar=_("VERSION"), help=_("Strömmens version när du såg den."))
@overriding
@click.pass_obj
def withdraw_command(
    state: State, event: str, reason: str, actor: str | None, expect: int | None, override: bool
) -> None:
    """Take an entry away, for every date."""
    from ledger.events import Proposal

    ledger = state.whole_ledger
    found = ledger.event(event)
    proposal = Proposal(
        None,
        found.opened().effective_on,
        replaces=found.id,
        reason=reason,
        actor=actor,
        expected=expect,
        override=_reason_to_override(override, reason),
    )
    _told(ledger.record([proposal]), found.id, marked("återtagen"))


@click.command("rebuild", help=_("Gör om läsindexet från händelserna."))
@click.pass_obj
def rebuild_command(state: State) -> None:
    """Drop the index and make it again."""
    result = state.whole_ledger.rebuild()
    same = _("samma som förut") if result.same else _("det skiljer sig från det som fanns")
    say(
        _("Läst: {events}. I läsindexet: {rows}, {same}.").format(
            events=counted(result.events, "{n} händelse", "{n} händelser"),
            rows=counted(result.rows, "{n} rad", "{n} rader"),
            same=same,
        )
    )
    if result.not_indexed:
        warn(
            _("{events} har okänt slag och är inte med i läsindexet; de finns kvar").format(
                events=counted(result.not_indexed, "{n} händelse", "{n} händelser")
            )
        )


def _reason_to_override(override: bool, reason: str | None) -> str | None:
    """Why a lock is overridden; None if none is to be. Raises ``Refused`` if nothing says why."""
    if override and not (reason or "").strip():
        raise refused(_("skälet saknas"), _("ange varför låset inte ska gälla, med --reason"))
    return reason if override else None


def day_of(text: str | None) -> date | None:
    """The day that ``--effective-on`` gives. Raises ``Refused``."""
    from ledger.intake.cells import day

    return day(text, "--effective-on") if text else None


def given_about(about: dict[str, Any]) -> dict[str, Any]:
    """What the options say of the decision, leaving out what they do not."""
    from ledger.intake.cells import how_dated

    by: Decider | None = _decided_by(about["by"])
    source: Source | None = _source(about)
    given = {
        "dated": how_dated(about["dated"]) if about["dated"] else None,
        "decided_by": by,
        "source": source,
        "actor": about["actor"],
        "note": about["note"],
        "expected": about["expect"],
    }
    return {name: value for name, value in given.items() if value is not None}


def _decided_by(text: str | None) -> Decider | None:
    from ledger.intake.cells import decider

    return decider(text) if text else None


def _source(about: dict[str, Any]) -> Source | None:
    from ledger.events import Source

    if about["document"]:
        return Source(
            document=about["document"],
            diarienummer=about["diarienummer"],
            section=about["section"],
            place=about["place"],
        )
    if about["diarienummer"] or about["section"] or about["place"]:
        raise refused(_("källans dokument saknas"), _("ange det med --document"))
    return None


def _uuid(text: str) -> str:
    from uuid import UUID

    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        raise refused(
            _("”{text}” är inget id").format(text=text),
            _("ett id är ett UUID; utelämna --id så får händelsen ett eget"),
        ) from None


def _told(outcomes: list[Outcome], replaced: str = "", how: str = "") -> None:
    """Say what became of a decision, with what the next command needs of it."""
    [outcome] = outcomes
    if not outcome.new:
        say(_("Inget nytt: händelse {id} är redan registrerad.").format(id=outcome.id))
        return
    place = _("position {position}, {stream} version {version}").format(
        position=outcome.position, stream=outcome.stream, version=outcome.version
    )
    if replaced:
        told = _("Händelse {replaced} är {how} genom {id}: {place}.")
    else:
        told = _("Händelse {id} är registrerad: {place}.")
    say(told.format(id=outcome.id, replaced=replaced, how=_(how) if how else "", place=place))


@click.command(
    "copy", help=_("Kopiera en hel liggare till en ny, också mellan SQLite och PostgreSQL, medan andra registrerar.")
)
@click.argument("source", metavar=_("FRÅN"))
@click.argument("target", metavar=_("TILL"))
@click.pass_obj
def copy_command(state: State, source: str, target: str) -> None:
    """Copy a ledger."""
    _copy(State(source, state.surroundings), target)


@click.command("backup", help=_("Säkerhetskopiera liggaren till en fil, medan andra registrerar."))
@click.argument("target", metavar=_("FIL"), type=click.Path(path_type=Path))
@click.pass_obj
def backup_command(state: State, target: Path) -> None:
    """Copy the ledger to a file."""
    _copy(state, str(target))


def _copy(state: State, target: str) -> None:
    copied = state.ledger.copy_to(target)
    events = counted(copied.events, "{n} händelse", "{n} händelser")
    say(
        _("Kopierat till {target}: {events}. Varje händelse stämmer med sin kontrollsumma.").format(
            events=events, target=target
        )
    )
