"""Förvaltningen för digitaliseringsstöds delårsrapport, section by section in the published order."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.figures import Period
from ledger.projections.texts import paragraphs
from ledger.tables import Section, TableDefinition, TableRequest, report
from ledger.views import Prose, View
from planledger_fds import tables
from planledger_fds.words import FDS, OFFICE


@report("delarsrapport", title="Delårsrapport", periods=tables.followed_up, forvaltning=FDS, office=OFFICE)
def interim_report(view: View, period: Period) -> Iterator[Section]:
    """Delårsrapporten: portföljen, mål och åtgärder, medarbetare, ekonomi, intern kontroll."""

    def about(theme: str) -> list[Prose]:
        return paragraphs(view, FDS, theme, period.so_far)

    def of(definition: TableDefinition) -> TableRequest:
        return definition.of(period=period)

    yield Section(
        "Inledning",
        of(tables.key_figures),
        tables.portfolio.of(),
        tables.goal_areas.of(),
        text=about("inledning"),
    )
    yield Section("Mål och indikatorer", of(tables.indicators_followed))
    yield Section("Åtgärder", of(tables.measures_followed))
    yield Section(
        "Medarbetare",
        of(tables.sick_leave),
        of(tables.sick_leave_by_month),
        of(tables.rehabilitation),
        of(tables.incidents),
        text=about("medarbetare"),
    )
    yield Section("Arbetad tid", of(tables.worked_time), text=about("arbetad-tid"))
    yield Section("Ekonomi", of(tables.income_statement), of(tables.deviations_so_far), text=about("ekonomi"))
    yield Section("Prognos helår", of(tables.deviations_forecast), text=about("prognos"))
    yield Section("Investeringar", of(tables.investments_followed), text=about("investeringar"))
    yield Section(
        "Intern kontroll regionövergripande",
        of(tables.controls_performed),
        of(tables.control_findings),
        text=about("internkontroll"),
    )


REPORTS = (interim_report,)
"""All of them."""
