"""What a quantity is called where a finding tells of it."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.events.base import Event
from ledger.figures.periods import Period
from ledger.projections.finance import Accounts
from ledger.projections.indicators import Indicators
from ledger.projections.organisation import units
from ledger.views.view import View

_PERIODS = ("accumulated", "period")


def quantity_name(
    view: View, forvaltning: str, event_class: type[Event], fields: Mapping[str, str], value_of: str
) -> str:
    """A quantity in the words of the documents: "Utfall: Resultat, 2024"."""
    said = [_named(view, forvaltning, fields, name) for name in fields if name not in _PERIODS]
    covered = next((fields[name] for name in _PERIODS if name in fields), "")
    when = [Period.of(covered).swedish] if covered else []
    kind = event_class.swedish_name()
    head = _kind_and_field(kind, event_class.model_fields[value_of].title or value_of)
    return f"{head}: {', '.join([*filter(None, said), *when])}"


def _kind_and_field(kind: str, field: str) -> str:
    """What kind of figure it is, with the field where the kind alone does not say."""
    detail = field.casefold().removeprefix("förändring, ")
    if detail in {"belopp", "värde"} or detail in kind.casefold():
        return kind
    return f"{kind} ({detail})"


def _named(view: View, forvaltning: str, fields: Mapping[str, str], name: str) -> str:
    code = fields[name]
    match name:
        case "line":
            return Accounts.of(view, forvaltning).name(code)
        case "part":
            return units(view, forvaltning).name(code)
        case "indicator":
            return Indicators.of(view, forvaltning).name(code)
        case "group":
            return Indicators.of(view, forvaltning).group_name(fields["indicator"], code)
        case "round":
            return ""
    return code
