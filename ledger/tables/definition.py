"""Table definitions: a function from a view to a table, with a name, a title and parameters that can be given as
text.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from ledger.figures.periods import Period
from ledger.language import _
from ledger.problems import Problem, Refused, suggestion
from ledger.tables.table import Table
from ledger.views.view import View

Build = Callable[..., Table]
Periods = Callable[[View], Sequence[Period]]


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """What ``@table`` makes of a function. ``periods`` says for which periods a view can show it; the last is the
    default.
    """

    name: str
    title: str
    build: Build
    parameters: Mapping[str, type]
    periods: Periods | None = None
    required: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What the table shows: the first paragraph of the function's docstring."""
        return " ".join((inspect.getdoc(self.build) or "").partition("\n\n")[0].split())

    def shown(self, view: View, name: str, given: Mapping[str, str], ledger: str = "") -> Shown:
        """The table as seen in a view. Raises ``Refused`` for parameters that it has not, or that say nothing."""
        params = self._parsed(given)
        if self.periods and "period" not in params:
            periods = self.periods(view)
            if not periods:
                return Shown(name, self.title, view, {}, Table(""), ledger)
            params["period"] = periods[-1]
        if missing := [name for name in self.required if name not in params]:
            remedy = _("skriv till exempel {name}=…").format(name=missing[0])
            raise Refused(Problem(_("parametern {name} saknas").format(name=name), remedy) for name in missing)
        return Shown(
            name,
            self.title,
            view,
            {key: str(value) for key, value in params.items()},
            self.build(view, **params),
            ledger,
        )

    def _parsed(self, given: Mapping[str, str]) -> dict[str, Any]:
        problems, params = [], {}
        for key, text in given.items():
            if key not in self.parameters:
                problems.append(
                    Problem(
                        _("tabellen har ingen parameter ”{key}”").format(key=key),
                        suggestion(key, self.parameters),
                    )
                )
                continue
            try:
                params[key] = Period.of(text) if self.parameters[key] is Period else self.parameters[key](text)
            except ValueError as error:
                problems.append(Problem(f"{key}: {error}", _("skriv till exempel 2025, 2025-08 eller 2025-Q3")))
        if problems:
            raise Refused(problems)
        return params


@dataclass(frozen=True, slots=True)
class Shown:
    """A table together with what it was seen from: both times, the position, the parameters, the ledger's title."""

    name: str
    title: str
    view: View
    params: Mapping[str, str]
    table: Table
    ledger: str = ""


def table(name: str, *, title: str, periods: Periods | None = None) -> Callable[[Build], TableDefinition]:
    """Make a table definition of a function ``(view, period: Period, …) -> Table``."""

    def define(build: Build) -> TableDefinition:
        hints = get_type_hints(build)
        _view, *given = inspect.signature(build).parameters.values()
        parameters = {each.name: _plain_type(hints[each.name]) for each in given}
        required = tuple(each.name for each in given if each.default is inspect.Parameter.empty)
        return TableDefinition(name, title, build, parameters, periods, required)

    return define


def _plain_type(hint: Any) -> type:
    """The type without its ``| None``."""
    options = [option for option in get_args(hint) if option is not type(None)]
    chosen: type = options[0] if options else hint
    return chosen
