"""Commands that close and open periods: ``lock``, ``unlock`` and ``locks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.cli.output import say
from ledger.cli.state import State
from ledger.cli.writing import about_the_decision, day_of, given_about
from ledger.language import _
from ledger.problems import Problem, Refused, refused, suggestion

if TYPE_CHECKING:
    from ledger.events import Event, Proposal
    from ledger.opening import Ledger
    from ledger.projections.locks import Lock


@click.command(
    "lock",
    help=_(
        "Lås en period för en förvaltning, för alla slag av händelser eller några, till exempel:"
        ' lock RK 2025-01/2025-08 finance. ram.allocated --by Regionstyrelsen --reason "Delårsrapporten är fastställd"'
    ),
)
@click.argument("forvaltning", metavar=_("FÖRVALTNING"))
@click.argument("period", metavar=_("PERIOD"))
@click.argument("kinds", metavar=_("[SLAG]..."), nargs=-1)
@about_the_decision
@click.option("--reason", required=True, metavar=_("SKÄL"), help=_("Varför; nämner ingen person."))
@click.pass_obj
def lock_command(
    state: State, /, forvaltning: str, period: str, kinds: tuple[str, ...], reason: str, **about: Any
) -> None:
    """Close a period."""
    from ledger.events import LockClosed
    from ledger.intake.cells import decision
    from ledger.projections.locks import what_is_closed

    ledger = state.whole_ledger
    problems, event = list(_unknown(ledger, forvaltning)), None
    try:
        event = decision(LockClosed, {"forvaltning": forvaltning, "period": period, "kinds": "/".join(kinds)})
    except Refused as refusal:
        problems += refusal.problems
    if event is None or problems:
        raise Refused([*problems, *(ledger.rehearse([_proposal(ledger, event, reason, about)]) if event else ())])
    [outcome] = ledger.record([_proposal(ledger, event, reason, about)])
    assert isinstance(event, LockClosed)
    say(_("{closed} är låst: händelse {id}.").format(closed=what_is_closed(event), id=outcome.id))
    say(_("Det låses upp med: planledger unlock {id} --reason SKÄL").format(id=outcome.id))


@click.command(
    "unlock",
    help=_(
        "Lås upp en period, till exempel: unlock RK 2025-01/2025-08 --reason Tryckfel. ”planledger locks” visar låsen."
    ),
)
@click.argument("which", metavar=_("LÅS-ID|FÖRVALTNING"))
@click.argument("period", metavar=_("[PERIOD]"), required=False)
@click.argument("kinds", metavar=_("[SLAG]..."), nargs=-1)
@about_the_decision
@click.option("--reason", required=True, metavar=_("SKÄL"), help=_("Varför; nämner ingen person."))
@click.pass_obj
def unlock_command(
    state: State, /, which: str, period: str | None, kinds: tuple[str, ...], reason: str, **about: Any
) -> None:
    """Open a lock again."""
    from ledger.events import LockOpened
    from ledger.projections.locks import what_is_closed

    ledger = state.whole_ledger
    lock = _closed_by(ledger, which) if period is None else _closed_on(ledger, which, period, kinds)
    event = LockOpened(forvaltning=lock.event.forvaltning, lock=lock.id)
    [outcome] = ledger.record([_proposal(ledger, event, reason, about)])
    say(_("{closed} är upplåst: händelse {id}.").format(closed=what_is_closed(lock.event), id=outcome.id))
    for other in ledger.locks():
        if other.event.forvaltning == lock.event.forvaltning and other.event.period.overlaps(lock.event.period):
            still = _("Helt eller delvis låst är perioden fortfarande av {id}: {closed}.")
            say(still.format(id=other.id, closed=what_is_closed(other.event)))


@click.command("locks", help=_("Det som är låst nu: vilka perioder, för vad, sedan när, av vem och varför."))
@click.argument("forvaltning", metavar=_("[FÖRVALTNING]"), required=False)
@click.pass_obj
def locks_command(state: State, forvaltning: str | None) -> None:
    """Print the locks that are closed."""
    from ledger.cli.listing import grid

    ledger = state.ledger
    if forvaltning and (problems := list(_unknown(ledger, forvaltning))):
        raise Refused(problems)
    rows = [_row(ledger, lock) for lock in ledger.locks() if forvaltning in (None, lock.event.forvaltning)]
    headings = [_("Id"), _("Förvaltning"), _("Period"), _("Slag"), _("Låst sedan"), _("Av"), _("Skäl")]
    say(grid(headings, rows) if rows else _("Inget är låst."))


def _row(ledger: Ledger, lock: Lock) -> list[str]:
    from ledger.explain.telling import SHORT_ID
    from ledger.projections.locks import kinds_told, recorded_when

    first = ledger.reader.entry(lock.entry)[0]
    envelope = first.opened()
    by = ledger.reader.person(envelope.recorded_by) or _("(borttagen)")
    return [
        lock.id[:SHORT_ID],
        lock.event.forvaltning,
        str(lock.event.period),
        kinds_told(lock.event),
        recorded_when(first),
        ", ".join(filter(None, (by, str(envelope.decided_by or "")))),
        envelope.reason or "",
    ]


def _proposal(ledger: Ledger, event: Event, reason: str, about: dict[str, Any]) -> Proposal:
    from ledger.events import Proposal

    effective = day_of(about["effective_on"]) or ledger.surroundings.today()
    return Proposal(event, effective, reason=reason, **given_about(about))


def _unknown(ledger: Ledger, forvaltning: str) -> list[Problem]:
    """What is said of a förvaltning that nothing has been recorded of: its locks would close nothing."""
    there = ledger.reader.forvaltningar()
    if forvaltning in there:
        return []
    what = _("liggaren har ingen förvaltning ”{name}”").format(name=forvaltning)
    return [Problem(what, suggestion(forvaltning, there) or _("registrera eller läs in dess beslut först"))]


def _closed_by(ledger: Ledger, lock_id: str) -> Lock:
    """The closed lock that an id, or its beginning, names. Raises ``Refused``."""
    found = [lock for lock in ledger.locks() if lock_id and lock.id.startswith(lock_id)]
    if not found and lock_id in ledger.reader.forvaltningar():
        raise refused(_("perioden saknas"), _("skriv till exempel: planledger unlock {name} 2025").format(name=lock_id))
    return _the_one(ledger, found, _("inget är låst av {id}").format(id=lock_id))


def _closed_on(ledger: Ledger, forvaltning: str, period: str, kinds: tuple[str, ...]) -> Lock:
    """The closed lock on a period, for just the kinds that are named, or for any. Raises ``Refused``."""
    from ledger.figures import Period

    try:
        wanted = Period.of(period)
    except ValueError as error:
        raise refused(str(error), _("skriv till exempel 2025 eller 2025-01/2025-08"), column="period") from None
    found = [
        lock
        for lock in ledger.locks()
        if (lock.event.forvaltning, lock.event.period) == (forvaltning, wanted)
        and (not kinds or set(kinds) == set(lock.event.kinds))
    ]
    told = " ".join((forvaltning, str(wanted), *kinds))
    return _the_one(ledger, found, _("{told} är inte låst").format(told=told))


def _the_one(ledger: Ledger, found: list[Lock], none: str) -> Lock:
    """The lock that was found. Raises ``Refused`` for none, with those that there are, and for several."""
    if len(found) == 1:
        return found[0]
    if not found:
        there = _listed(ledger.locks())
        raise refused(none, _("låst är: {locks}").format(locks=there) if there else _("inget är låst"))
    raise refused(_("flera lås passar: {locks}").format(locks=_listed(found)), _("ange id:t på ett av dem"))


def _listed(locks: list[Lock]) -> str:
    from ledger.explain.telling import SHORT_ID
    from ledger.projections.locks import what_is_closed

    return "; ".join(f"{lock.id[:SHORT_ID]} {what_is_closed(lock.event)}" for lock in locks)
