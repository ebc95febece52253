"""Indicators against their goals, and measures of staff and more: what was read, what is aimed at, how it moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger.blocks.columns import RowOf, Says, filled_table
from ledger.blocks.followup import comment, judgement
from ledger.blocks.goals import under_goals
from ledger.events.indicators import IndicatorAdopted
from ledger.figures.figure import Figure
from ledger.figures.periods import Period
from ledger.figures.units import PERCENT
from ledger.figures.values import UNKNOWN
from ledger.language import _
from ledger.projections.followup import scales
from ledger.projections.indicators import Indicators
from ledger.tables.definition import TableDefinition, recorded_for, table
from ledger.tables.table import Column, Content, Kind, Part, Parts, Table
from ledger.views.facts import Fact, Text
from ledger.views.view import View


@dataclass(frozen=True)
class Followed:
    """An indicator that a year follows, or one of its groups."""

    indicators: Indicators
    fact: Fact[IndicatorAdopted]

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.fact.event.indicator

    @property
    def group(self) -> str | None:
        """The group, where the row is only about one."""
        return self.fact.event.group

    @property
    def name(self) -> str:
        """The name that it has that year."""
        return self.fact.name or self.indicators.name(self.code)


Column_ = Says[Followed]


def reading(label: str, until: Period, groups: Sequence[str] = ("K", "M")) -> Column_:
    """What was last read by the end of ``until``: a year, or the part of one. What covers something else says so."""
    return Says(Column(label, f"reading-{until}"), lambda row: _reading(row, until, groups))


def readings(label: str, main: Period, since: Period) -> Column_:
    """Everything that has been read since a year. Where it covers more than ``main``, each says of when it is."""
    return Says(Column(label, f"readings-{main}"), lambda row: _readings(row, main, since))


def target(label: str, year: Period) -> Column_:
    """The target for a year."""
    return Says(
        Column(label, f"target-{year}"),
        lambda row: _blank(row.indicators.target(row.code, year, row.group)),
    )


def trend(label: str, round_code: str) -> Column_:
    """Which way it goes, as judged at a follow-up."""

    def said(row: Followed) -> Content:
        on = scales(row.indicators.view, row.indicators.forvaltning)
        return judgement(on, row.indicators.judged(row.code, round_code)) if not row.group else None

    return Says(Column(label, "trend"), said)


def remark(label: str, round_code: str) -> Column_:
    """The comment at a follow-up."""

    def said(row: Followed) -> Content:
        if row.group:
            return None
        text = row.indicators.judged(row.code, round_code).comment
        return comment(row.indicators.view, row.indicators.forvaltning, text)

    return Says(Column(label, "comment"), said)


def reported(label: str) -> Column_:
    """When it is reported."""
    return Says(Column(label, "reported"), lambda row: row.fact.reported or None)


def planned_table(forvaltning: str, name: str, now: Callable[[Period], Column_]) -> TableDefinition:
    """The indicators that a plan follows, as a table of a förvaltning. ``now`` makes the column of how things stand
    of the year that it is about.
    """
    title, periods = "Förvaltningens mål och indikatorer", recorded_for(IndicatorAdopted, forvaltning)

    @table(name, title=title, periods=periods)
    def build(view: View, period: Period) -> Table:
        """Årets indikatorer med målvärde, nuläge två år före och när de redovisas."""
        columns = [target(f"Målvärde {period}", period), now(period.earlier(2)), reported("Redovisas")]
        return followed(view, forvaltning, period, columns, label="Indikator")

    return build


def followed(view: View, forvaltning: str, year: Period, columns: Sequence[Column_], *, label: str) -> Table:
    """The indicators that a year follows, under the goals that they measure."""
    indicators = Indicators.of(view, forvaltning)
    rows = [(fact.event.goal, _row(Followed(indicators, fact))) for fact in indicators.adopted(year)]
    return filled_table(label, columns, under_goals(view, forvaltning, rows))


def _row(about: Followed) -> RowOf[Followed]:
    kind: Kind = "varav" if about.group else "item"
    return RowOf("/".join(filter(None, (about.code, about.group))), about.name, about, kind)


def _reading(row: Followed, until: Period, groups: Sequence[str]) -> Content:
    """The reading of a period, with its groups; or the last one before, which says of when it is."""
    indicators, code, group = row.indicators, row.code, row.group
    figure, covered = indicators.reading(code, until, group), until
    if figure.number is None:
        last = indicators.last_covered(code, until, group)
        if last is None:
            return _never_read(row, figure)
        covered = last
        figure = indicators.reading(code, covered, group)
    when = _when(covered, until)
    if group:
        return Parts((Part(when, figure),)) if when else figure
    inner = [(each, indicators.reading(code, covered, each)) for each in groups]
    parts = [Part(each, part) for each, part in inner if part.number is not None]
    return Parts((Part(when, figure), *parts)) if parts or when else figure


def _readings(row: Followed, main: Period, since: Period) -> Content:
    """The readings since a year, with those of the groups."""
    indicators, code = row.indicators, row.code
    groups = [row.group] if row.group else [None, *indicators.groups(code)]
    read = [
        (indicators.group_name(code, group) if group and not row.group else "", _when(covered, main), figure)
        for group in groups
        for covered in indicators.covered_since(code, since, group)
        if (figure := indicators.reading(code, covered, group)).number is not None or figure.value != UNKNOWN
    ]
    read += [("", when, figure) for when, figure in indicators.of_line(code, main)]
    if not read:
        return _never_read(row, indicators.reading(code, main, row.group))
    unsaid = str(main) if len({when for _name, when, _figure in read}) > 1 else ""
    parts = [Part(" ".join(filter(None, (name, when or unsaid))), figure) for name, when, figure in read]
    return parts[0].figure if len(parts) == 1 and not parts[0].label else Parts(tuple(parts), "; ")


def _when(covered: Period, main: Period) -> str:
    return covered.swedish if covered != main else ""


def _never_read(row: Followed, figure: Figure) -> Content:
    """What stands where nothing has been read: from when it is measured, or that nobody knows."""
    defined = row.indicators.defined.get(row.code)
    if defined and defined.event.measured_from:
        return Text(_("Nytt från {year}").format(year=defined.event.measured_from), defined.record)
    return figure if figure.published else None


def _blank(figure: Figure) -> Content:
    return figure if figure.computed or figure.published or figure.event_ids() else None


@dataclass(frozen=True)
class Measured:
    """A row of measures: an indicator, or a group of one."""

    indicator: str
    group: str | None = None
    label: str = ""
    kind: Kind = "item"

    @property
    def key(self) -> str:
        """The row's key."""
        return "/".join(filter(None, (self.indicator, self.group)))


MeasureColumn = Says[tuple[Indicators, Measured]]


def measured(label: str, covered: Period) -> MeasureColumn:
    """What was read over a period."""
    return Says(
        Column(label, f"reading-{covered}"), lambda row: _blank(row[0].reading(row[1].indicator, covered, row[1].group))
    )


def aimed(label: str, year: Period) -> MeasureColumn:
    """The target for a year."""
    return Says(
        Column(label, f"target-{year}"), lambda row: _blank(row[0].target(row[1].indicator, year, row[1].group))
    )


def change(label: str, covered: Period) -> MeasureColumn:
    """How far it moved from the same period a year before: worked out where both are known, else as stated."""
    return Says(Column(label, "change"), lambda row: _change(*row, covered, share=False))


def change_in_percent(label: str, covered: Period, *, places: int | None = None) -> MeasureColumn:
    """The same in percent."""
    return Says(Column(label, "change-share", PERCENT, places), lambda row: _change(*row, covered, share=True))


def measures(
    view: View, forvaltning: str, rows: Sequence[Measured], columns: Sequence[MeasureColumn], *, label: str
) -> Table:
    """Measures in the order given. A row of which nothing is known is left out."""
    indicators = Indicators.of(view, forvaltning)
    about = [RowOf(row.key, row.label or _named(indicators, row), (indicators, row), row.kind) for row in rows]
    found = filled_table(label, columns, about)
    found.rows = [row for row in found.rows if any(content is not None for content in row.contents)]
    return found


def _change(indicators: Indicators, row: Measured, covered: Period, *, share: bool) -> Content:
    return _blank(indicators.change(row.indicator, covered, row.group, share=share))


def _named(indicators: Indicators, row: Measured) -> str:
    return indicators.group_name(row.indicator, row.group) if row.group else indicators.name(row.indicator)


def by_period(
    view: View,
    forvaltning: str,
    indicator: str,
    periods: Sequence[Period],
    *,
    label: str,
    name: Callable[[Period], str],
) -> Table:
    """An indicator, a period a row; periods that were not read are left out."""
    indicators = Indicators.of(view, forvaltning)
    rows = Table(label, Column(indicators.name(indicator), indicator))
    for period in periods:
        figure = _blank(indicators.reading(indicator, period))
        if figure is not None:
            rows.add(str(period), name(period), figure)
    return rows
