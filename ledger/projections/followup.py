"""Follow-up: rounds, scales, and what was judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.events.followup import RoundOpened, ScaleStepDefined
from ledger.figures.periods import Period
from ledger.views.facts import Fact
from ledger.views.view import View


def round_of(view: View, forvaltning: str, period: Period) -> Fact[RoundOpened] | None:
    """The follow-up of a period: of a year, or of the part of one that ends with ``period`` (2025-08)."""
    rounds = view.latest(RoundOpened, forvaltning=forvaltning)
    same = [fact for fact in rounds if fact.event.period == period]
    ending = [fact for fact in rounds if fact.event.period.last == period.last]
    return next(iter([*same, *ending]), None)


def round_period(view: View, forvaltning: str, round_code: str) -> Period | None:
    """The period that a follow-up is of; None for one that the view does not know."""
    rounds = view.latest(RoundOpened, forvaltning=forvaltning, round=round_code)
    return rounds[0].event.period if rounds else None


def round_code(view: View, forvaltning: str, period: Period) -> str:
    """The code of the follow-up that ends with a period; "" where there is none."""
    found = round_of(view, forvaltning, period)
    return found.event.round if found else ""


def staff_period(view: View, forvaltning: str, period: Period) -> Period:
    """What the measures of the staff cover at the follow-up of a period: they may lag behind the rest."""
    found = round_of(view, forvaltning, period)
    return (found.event.staff_period if found else None) or period.so_far


def followed_up(view: View, forvaltning: str) -> list[Period]:
    """The periods that have been followed up: a year, or the month that a part of one ends with."""
    periods = sorted((fact.event.period for fact in view.latest(RoundOpened, forvaltning=forvaltning)), key=_last_day)
    return [period if period.is_year else Period.of(f"{period.last:%Y-%m}") for period in periods]


def _last_day(period: Period) -> date:
    return period.last


@dataclass(frozen=True)
class Scales:
    """The scales of a förvaltning in a view."""

    steps: tuple[Fact[ScaleStepDefined], ...]

    def of(self, scale: str) -> list[Fact[ScaleStepDefined]]:
        """The steps of a scale, the best first."""
        return sorted((fact for fact in self.steps if fact.event.scale == scale), key=lambda fact: fact.event.order)

    def step(self, scale: str | None, said: str) -> Fact[ScaleStepDefined] | None:
        """The step that a word means on a scale; None for a word that is on none."""
        return next((fact for fact in self.of(scale or "") if said.casefold() in _spellings(fact.event)), None)


def scales(view: View, forvaltning: str) -> Scales:
    """The scales that people judge on."""
    return view.once(
        (Scales, forvaltning), lambda: Scales(tuple(view.latest(ScaleStepDefined, forvaltning=forvaltning)))
    )


def _spellings(step: ScaleStepDefined) -> set[str]:
    others = (step.spellings or "").split(",")
    return {each.strip().casefold() for each in (step.step, *others) if each.strip()}


_FINISHED = {"klart", "klar", "avslutad", "avslutat", "genomförd", "genomfört", "slutförd", "slutfört"}


def finished(said: str | None) -> bool:
    """Whether a word says that something is done with, whatever scale it is on."""
    return (said or "").casefold() in _FINISHED
