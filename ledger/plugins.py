"""Plugins: found by entry point, loaded when needed, named with their error when broken. The others keep working."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import TypeVar

import pluggy

from ledger import hookspecs
from ledger.checks import Check
from ledger.events import CORE_EVENTS, Catalogue, Event
from ledger.language import _
from ledger.problems import Refused, refused, suggestion
from ledger.tables import ReportDefinition, TableDefinition

CORE = "planledger"
T = TypeVar("T")


def core_release() -> str:
    """The core's distribution with its version."""
    return f"{CORE} {metadata.version(CORE)}"


@dataclass(frozen=True, slots=True)
class Plugin:
    """An installed plugin: what it gives, or the error that keeps it from giving anything."""

    point: metadata.EntryPoint
    events: tuple[type[Event], ...] = ()
    tables: tuple[TableDefinition, ...] = ()
    reports: tuple[ReportDefinition, ...] = ()
    checks: tuple[Check, ...] = ()
    error: str = ""

    @property
    def name(self) -> str:
        """The plugin's name, which begins those of its tables."""
        return self.point.name

    @property
    def distribution(self) -> str:
        """The name of the distribution that brings it."""
        return self.point.dist.name if self.point.dist else self.point.value

    @property
    def version(self) -> str:
        """The version of the distribution."""
        return self.point.dist.version if self.point.dist else ""

    @property
    def release(self) -> str:
        """The distribution with its version."""
        return f"{self.distribution} {self.version}".rstrip()

    @property
    def broken(self) -> str:
        """What is said of a plugin that cannot be loaded."""
        return _("insticksprogrammet {name} ({distribution} {version}) kan inte laddas: {error}").format(
            name=self.name, distribution=self.distribution, version=self.version, error=self.error
        )

    def fault_in(self, name: str, error: BaseException) -> Refused:
        """The refusal that says that one of the plugin's tables or reports failed, and whose it is."""
        what = _("{name} i {distribution} {version} gick fel: {error}")
        told = what.format(name=name, distribution=self.distribution, version=self.version, error=_told(error))
        return refused(
            told, _("uppgradera {distribution}, eller rapportera felet").format(distribution=self.distribution)
        )


@dataclass
class Plugins:
    """The plugins installed here. Each is loaded once, when somebody asks for it."""

    entry_points: Sequence[metadata.EntryPoint] = field(
        default_factory=lambda: sorted(metadata.entry_points(group=hookspecs.GROUP), key=lambda each: each.name)
    )
    _loaded: dict[metadata.EntryPoint, Plugin] = field(default_factory=dict)

    def names(self) -> list[str]:
        """The names of all that are installed."""
        return list(dict.fromkeys(point.name for point in self.entry_points))

    def get(self, name: str) -> Plugin:
        """One plugin, loaded. Raises ``Refused`` if it is not there, is broken, or two claim the name."""
        points = [point for point in self.entry_points if point.name == name]
        if not points:
            raise refused(
                _("det finns inget insticksprogram ”{name}”").format(name=name),
                suggestion(name, self.names()),
            )
        if len(points) > 1:
            claimants = ", ".join(Plugin(point).distribution for point in points)
            raise refused(
                _("flera insticksprogram kallar sig ”{name}”: {claimants}").format(name=name, claimants=claimants),
                _("avinstallera alla utom ett"),
            )
        plugin = self._load(points[0])
        if plugin.error:
            raise refused(
                plugin.broken,
                _("uppgradera eller avinstallera {distribution}; de andra fungerar").format(
                    distribution=plugin.distribution
                ),
            )
        return plugin

    def all(self) -> list[Plugin]:
        """Every plugin, the broken ones too."""
        return [self._load(point) for point in self.entry_points]

    def table(self, full_name: str) -> TableDefinition:
        """A table by its full name, such as ``rk/effekthemtagning``. Only its plugin is loaded."""
        plugin, name = self._split(full_name, _("skriv insticksprogram/tabell, till exempel rk/ramfordelning"))
        found = {definition.name: definition for definition in plugin.tables}
        if name not in found:
            what = _("det finns ingen tabell ”{name}”").format(name=full_name)
            raise refused(what, suggestion(full_name, [f"{plugin.name}/{each}" for each in found]))
        return found[name]

    def report(self, full_name: str) -> ReportDefinition:
        """A report by its full name, such as ``rk/arsredovisning``. Only its plugin is loaded."""
        plugin, name = self._split(full_name, _("skriv insticksprogram/rapport, till exempel rk/arsredovisning"))
        found = {definition.name: definition for definition in plugin.reports}
        if name not in found:
            what = _("det finns ingen rapport ”{name}”").format(name=full_name)
            raise refused(what, suggestion(full_name, [f"{plugin.name}/{each}" for each in found]))
        return found[name]

    def document(self, full_name: str) -> TableDefinition | ReportDefinition:
        """A table or a report by its full name. Only its plugin is loaded."""
        plugin, name = self._split(full_name, _("skriv insticksprogram/tabell, till exempel rk/ramfordelning"))
        found: dict[str, TableDefinition | ReportDefinition] = {each.name: each for each in plugin.tables}
        found |= {each.name: each for each in plugin.reports}
        if name not in found:
            what = _("det finns varken tabell eller rapport ”{name}”").format(name=full_name)
            raise refused(what, suggestion(full_name, [f"{plugin.name}/{each}" for each in found]))
        return found[name]

    def _split(self, full_name: str, remedy: str) -> tuple[Plugin, str]:
        """The plugin and the rest of a full name. Raises ``Refused``."""
        plugin_name, slash, name = full_name.partition("/")
        if not slash:
            raise refused(_("”{name}” är inget fullständigt namn").format(name=full_name), remedy)
        return self.get(plugin_name), name

    def catalogue(self, *names: str) -> Catalogue:
        """The topics of the core and of the plugins named; of all that work if none is. Raises ``Refused`` if two
        claim one topic.
        """
        catalogue = Catalogue()
        catalogue.add(CORE, CORE_EVENTS)
        for plugin in [self.get(name) for name in names] if names else self.all():
            catalogue.add(plugin.distribution, plugin.events)
        return catalogue

    def _load(self, point: metadata.EntryPoint) -> Plugin:
        if point not in self._loaded:
            self._loaded[point] = _loaded(point)
        return self._loaded[point]


def _loaded(point: metadata.EntryPoint) -> Plugin:
    """The plugin with what it gives. Whatever goes wrong in it is its error, not the program's."""
    try:
        manager = pluggy.PluginManager("planledger")
        manager.add_hookspecs(hookspecs)
        manager.register(point.load(), point.name)
        manager.check_pending()
        events = _flat(manager.hook.planledger_events())
        tables = _flat(manager.hook.planledger_tables())
        reports = _flat(manager.hook.planledger_reports())
        checks = _flat(manager.hook.planledger_checks())
        _check(events, tables, reports, checks)
    except (Exception, SystemExit) as error:  # a plugin may fail in any way at all
        return Plugin(point, error=_told(error))
    return Plugin(point, tuple(events), tuple(tables), tuple(reports), tuple(checks))


def _told(error: BaseException) -> str:
    module = getattr(error, "name", "") if isinstance(error, ImportError) else ""
    return f"{type(error).__name__}: {error}" + (f" ({module})" if module and module not in str(error) else "")


def _flat(groups: Iterable[Iterable[T]]) -> list[T]:
    return [each for group in groups for each in group]


def _check(
    events: Iterable[object], tables: Iterable[object], reports: Iterable[object], checks: Iterable[object]
) -> None:
    """Hold what the hooks gave to what they may give. Raises ``TypeError`` or ``ValueError``."""
    for event in events:
        if not (isinstance(event, type) and issubclass(event, Event) and event.topic):
            raise TypeError(f"{event!r} is not a kind of event with a topic")
    _check_named("table", tables, TableDefinition)
    _check_named("report", reports, ReportDefinition)
    _check_named("check", checks, Check)


def _check_named(
    what: str, found: Iterable[object], kind: type[TableDefinition] | type[ReportDefinition] | type[Check]
) -> None:
    names: list[str] = []
    for each in found:
        if not isinstance(each, kind):
            raise TypeError(f"{each!r} is not a {what}")
        if each.name in names:
            raise ValueError(f"two {what}s are named {each.name!r}")
        names.append(each.name)
