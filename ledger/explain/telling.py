"""How an explanation is told: as a tree of text, or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ledger.events.envelope import Envelope
from ledger.explain.why import Node, Version
from ledger.language import _
from ledger.surroundings import STOCKHOLM, in_utc

SHORT_ID = 8
"""How much of an event's id is shown; commands take any beginning that only one id has."""


def as_tree(node: Node, name_of: Callable[[str], str]) -> str:
    """The derivation as a tree of text. ``name_of`` tells who a person in the register is."""
    return "\n".join(_lines(node, name_of, "", ""))


def _lines(node: Node, name_of: Callable[[str], str], first: str, rest: str) -> Iterator[str]:
    value = f"{node.sign} {node.value}".strip()
    yield f"{first}{value + '  ' if value and first else ''}{node.text}{'' if first or not value else f': {value}'}"
    below = rest + ("│ " if node.children else "  ")
    for version in node.versions:
        yield from (f"{below}{line}" for line in version_lines(version, name_of, node.value))
    for place, child in enumerate(node.children):
        last = place == len(node.children) - 1
        yield from _lines(child, name_of, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ "))


def version_lines(version: Version, name_of: Callable[[str], str], shown_value: str = "") -> Iterator[str]:
    """A version's lines: what it said where that is not the value shown, when, by whom, and where it stands."""
    record, envelope = version.record, version.envelope
    heads = {
        "in force": _("gäller"),
        "replaced": _("ersatt"),
        "withdrawal": _("återtagen"),
        "ahead": _("gäller senare"),
        "later": _("registrerat senare"),
    }
    withdrawn = _(" återtagen") if envelope.withdraws and version.standing == "later" else ""
    said = f" {version.said}" if version.said and version.said != shown_value else ""
    when = f"{envelope.effective_on} ({dated_in_words(envelope)})"
    yield f"[{heads[version.standing]}]{said}{withdrawn} · {when} · {record.id[:SHORT_ID]}"
    by = _("registrerad {when} av {who}").format(
        when=f"{record.recorded_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}", who=name_of(envelope.recorded_by)
    )
    for_whom = _(", för {who}").format(who=name_of(envelope.actor)) if envelope.actor else ""
    yield f"  {by}{for_whom}"
    if envelope.decided_by:
        yield "  " + _("beslutad av {who}").format(who=envelope.decided_by)
    if envelope.source:
        yield "  " + _("källa: {source}").format(source=envelope.source)
    if envelope.reason:
        yield "  " + _("skäl: {reason}").format(reason=envelope.reason)
    if envelope.note:
        yield "  " + _("anm.: {note}").format(note=envelope.note)


def dated_in_words(envelope: Envelope) -> str:
    """How the effective date is known."""
    return {
        "printed": _("tryckt datum"),
        "stated": _("enligt uppgift"),
        "convention": _("datum enligt konvention"),
    }[envelope.dated]


def as_data(node: Node) -> dict[str, Any]:
    """The derivation as JSON."""
    return {
        "text": node.text,
        "value": node.value,
        "sign": node.sign,
        "events": [_version_data(version) for version in node.versions],
        "terms": [as_data(child) for child in node.children],
    }


def _version_data(version: Version) -> dict[str, Any]:
    return {
        "standing": version.standing,
        "said": version.said,
        "stream": version.record.stream,
        "version": version.record.version,
        "position": version.record.position,
        "recorded_at": in_utc(version.record.recorded),
        **version.envelope.model_dump(mode="json", exclude_none=True, exclude={"content"}),
    }
