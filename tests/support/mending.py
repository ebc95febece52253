"""A ledger with every published document, and what people do to it afterwards: at random, but the same each time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from ledger.events import Proposal, Record
from ledger.events.fields import References
from ledger.events.subjects import marked_fields
from ledger.figures import Quantity
from ledger.intake.folder import folders, proposals
from ledger.opening import Ledger
from ledger.problems import Refused
from ledger.testing import Clock, ledger_in
from ledger.testing.traced import amounts

PLUGINS = Path(__file__).parent.parent.parent / "plugins"
REASON = "Prövning"


def published(folder: Path) -> tuple[Ledger, Clock]:
    """Every document, recorded at noon on the day that it became public."""
    clock = Clock()
    ledger = ledger_in(folder, clock=clock)
    documents = folders(sorted(PLUGINS.glob("*/documents")))
    for document in sorted(documents, key=lambda each: str(each.document.published_on)):
        assert document.document.published_on
        clock.set(datetime.combine(document.document.published_on, time(12)).isoformat())
        ledger.record(proposals(document, ledger.catalogue))
    return ledger, clock


def mend(ledger: Ledger, clock: Clock, chance: Random, *, times: int, each: int) -> list[int]:
    """Correct, withdraw and add, as many ``times`` and ``each`` time as much; the positions reached, in order."""
    reached, day = [ledger.reader.position()], datetime(2026, 2, 1, 12)
    for _ in range(times):
        day += timedelta(days=1)
        clock.set(day.isoformat())
        tips = {record.entry: record for record in ledger.reader.log(0, 1_000_000)}
        standing = [tip for tip in tips.values() if tip.content is not None]
        chance.shuffle(standing)
        done = 0
        while done < each:
            try:
                done += len(ledger.record([_anything(ledger, standing.pop(), standing, chance)]))
            except (Refused, ValueError):  # what the ledger does not take is not done
                continue
        reached.append(ledger.reader.position())
    return reached


def _anything(ledger: Ledger, tip: Record, standing: list[Record], chance: Random) -> Proposal:
    """A correction, a withdrawal, or one more event of the same kind, which comes late."""
    what = chance.choice(["correct", "correct", "correct", "withdraw", "add"])
    if what == "withdraw":
        return Proposal(None, tip.effective, replaces=tip.id, reason=REASON)
    event = ledger.catalogue.decode(tip)
    fields: dict[str, Any] = event.model_dump()
    likes = [tip, *(like for like in standing if like.topic == tip.topic)]
    like = ledger.catalogue.decode(chance.choice(likes))
    kept = {"forvaltning", "rounding", *amounts(event), *marked_fields(type(event), References)}
    for name in chance.sample(sorted(fields.keys() - kept), chance.randint(0, 2)):
        fields[name] = getattr(like, name)
    for name, value in amounts(event).items():
        if chance.random() < 0.7:
            fields[name] = Quantity(value.number + chance.choice([-1000, -20, -1, 1, 7, 1000]), value.unit)
    changed = type(event).model_validate(fields)
    on = chance.choice([tip.effective, tip.effective, _some_day(chance, standing)])
    if what == "add":
        return Proposal(changed, on)
    return Proposal(changed, on, replaces=tip.id, reason=REASON)


def _some_day(chance: Random, standing: list[Record]) -> date:
    return chance.choice(standing).effective + timedelta(days=chance.choice([-1, 0, 0, 1, 30]))
