"""Definitions: a function from a view to a table, with a name, a title and parameters that can be given as text.
Reports are defined in the same way (``ledger.tables.report``).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

from ledger.events.base import Event
from ledger.figures.periods import Period
from ledger.language import _
from ledger.problems import Problem, Refused, suggestion
from ledger.tables.table import Table
from ledger.views.view import View, in_order

B = TypeVar("B")
Periods = Callable[[View], Sequence[Period]]


@dataclass(frozen=True, slots=True)
class Definition(Generic[B]):
    """What ``@table`` or ``@report`` makes of a function. ``periods`` says for which periods a view can show it; the
    last is the default.
    """

    name: str
    title: str
    build: Callable[..., B]
    parameters: Mapping[str, Any]
    periods: Periods | None = None
    required: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What it shows: the first paragraph of the function's docstring."""
        return " ".join((inspect.getdoc(self.build) or "").partition("\n\n")[0].split())

    def asked(self, view: View, given: Mapping[str, str]) -> dict[str, Any] | None:
        """The parameters, the latest period if none is given; None if the view has no period at all. Raises
        ``Refused`` for parameters that it has not, or that say nothing.
        """
        params = self._parsed(given)
        if self.periods and "period" not in params:
            periods = self.periods(view)
            if not periods:
                return None
            params["period"] = periods[-1]
        if missing := [name for name in self.required if name not in params]:
            remedy = _("skriv till exempel {name}=…").format(name=missing[0])
            raise Refused(Problem(_("parametern {name} saknas").format(name=name), remedy) for name in missing)
        return params

    def every(self, view: View) -> Iterator[dict[str, Any]]:
        """Every way to ask for it in a view: each period, with each of the words that have to be chosen among."""
        periods: list[dict[str, Any]] = [{}]
        if "period" in self.parameters and self.periods:
            periods = [{"period": period} for period in self.periods(view)]
        words = [name for name in self.required if _choices(self.parameters[name])]
        for period in periods:
            for chosen in product(*(_choices(self.parameters[name]) for name in words)):
                given = period | dict(zip(words, chosen, strict=True))
                if given.keys() >= set(self.required):
                    yield given

    def _parsed(self, given: Mapping[str, str]) -> dict[str, Any]:
        problems, params = [], {}
        for key, text in given.items():
            if key not in self.parameters:
                what = _("det finns ingen parameter ”{key}”").format(key=key)
                problems.append(Problem(what, suggestion(key, self.parameters)))
                continue
            choices = _choices(self.parameters[key])
            try:
                params[key] = _read(self.parameters[key], text)
            except ValueError as error:
                remedy = suggestion(text, choices) or _("skriv till exempel 2025, 2025-08 eller 2025-Q3")
                problems.append(Problem(f"{key}: {error}", remedy))
        if problems:
            raise Refused(problems)
        return params


class TableDefinition(Definition[Table]):
    """A table that can be shown on its own, or asked for by a report."""

    def shown(self, view: View, name: str, given: Mapping[str, str], ledger: str = "") -> Shown:
        """The table as seen in a view. Raises ``Refused`` for parameters that it has not, or that say nothing."""
        return self.with_params(view, name, self.asked(view, given), ledger)

    def with_params(self, view: View, name: str, params: Mapping[str, Any] | None, ledger: str = "") -> Shown:
        """The table for parameters that have been read; None if the view has no period for it."""
        if params is None:
            return Shown(name, self.title, view, {}, Table(""), ledger)
        texts = {key: str(value) for key, value in params.items()}
        with view.noting() as lacking:
            table = self.build(view, **params)
        told = tuple(map(str, in_order(lacking)))
        for note in told:
            table.note(note)
        return Shown(name, self.title, view, texts, table, ledger, told)

    def of(self, **params: Any) -> TableRequest:
        """This table with parameters, as a report asks for it."""
        return TableRequest(self, params)


@dataclass(frozen=True, slots=True)
class TableRequest:
    """A table that a report asks for."""

    definition: TableDefinition
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table together with what it was seen from: both times, the position, the parameters, the ledger's title; and
    what is ``lacking``, since its content has been removed.
    """

    name: str
    title: str
    view: View
    params: Mapping[str, str]
    table: Table
    ledger: str = ""
    lacking: tuple[str, ...] = ()


def table(
    name: str, *, title: str, periods: Periods | None = None
) -> Callable[[Callable[..., Table]], TableDefinition]:
    """Make a table definition of a function ``(view, period: Period, …) -> Table``."""

    def define(build: Callable[..., Table]) -> TableDefinition:
        parameters, required = signature_of(build)
        return TableDefinition(name, title, build, parameters, periods, required)

    return define


def recorded_for(event_class: type[Event], forvaltning: str) -> Periods:
    """The periods that a förvaltning's decisions of a kind are about."""
    return lambda view: view.periods(event_class, forvaltning=forvaltning)


def signature_of(build: Callable[..., Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The types of a function's parameters after the view, and the names of those that must be given."""
    hints = get_type_hints(build)
    _view, *given = inspect.signature(build).parameters.values()
    parameters = {each.name: _plain_type(hints[each.name]) for each in given}
    return parameters, tuple(each.name for each in given if each.default is inspect.Parameter.empty)


def _read(kind: Any, text: str) -> Any:
    """A parameter's text as its type has it: a period, one of some words, or anything made of text. Raises
    ``ValueError``.
    """
    if kind is Period:
        return Period.of(text)
    if choices := _choices(kind):
        if text not in choices:
            raise ValueError(_("”{text}” går inte att välja").format(text=text))
        return text
    return kind(text)


def _choices(kind: Any) -> tuple[str, ...]:
    """The words that a ``Literal`` parameter may be; none for any other."""
    return get_args(kind) if get_origin(kind) is Literal else ()


def _plain_type(hint: Any) -> Any:
    """The type without its ``| None``."""
    if get_origin(hint) is Literal:
        return hint
    options = [option for option in get_args(hint) if option is not type(None)]
    return options[0] if options else hint
