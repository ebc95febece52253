"""How an explanation is told: as a tree of text, or as JSON. What is said of a version is said here, once for text and
picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from textwrap import wrap
from typing import Any

from ledger.events.envelope import Envelope, Source
from ledger.events.record import SHORT, Record
from ledger.events.removals import decision_told
from ledger.explain.why import Node, Rest, Version
from ledger.figures.figure import Figure
from ledger.figures.printing import swedish_number
from ledger.figures.values import Quantity
from ledger.language import _, counted
from ledger.surroundings import STOCKHOLM, in_utc

SHORT_ID = SHORT

MOST_DATA = 1_000
"""How many terms of a sum the JSON has, unless all are asked for; their count and the sum of the rest are always there.
"""

WIDTH = 100
HIDDEN = 20
"""How many columns of a tree's branches are hidden at once, where they would take more than half of the width."""

NameOf = Callable[[str], str]


def as_tree(node: Node, name_of: NameOf, width: int = WIDTH) -> str:
    """The derivation as a tree of text, its lines folded. ``name_of`` tells who a person in the register is."""
    return "\n".join(_lines(node, name_of, width, "", ""))


def _lines(node: Node, name_of: NameOf, width: int, first: str, rest: str) -> Iterator[str]:
    value = f"{node.sign} {node.value}".strip()
    head = f"{value}  {node.text}" if value and first else f"{node.text}: {value}" if value else node.text
    branches = [*_branches(node)]
    below, hidden = rest + ("│ " if branches else "  "), _hidden(first, width)
    yield from _folded(head, _cut(first, hidden, f"…{hidden // 2}"), _cut(below, hidden), width)
    for version in node.versions:
        for indent, line in version_lines(version, name_of, node.value):
            begins = _cut(below, hidden) + " " * indent
            yield from _folded(line, begins, begins + "  ", width)
    for place, branch in enumerate(branches):
        last = place == len(branches) - 1
        branch_first, branch_rest = rest + ("└ " if last else "├ "), rest + ("  " if last else "│ ")
        if isinstance(branch, str):
            yield from _folded(branch, _cut(branch_first, hidden), _cut(branch_rest, hidden), width)
        else:
            yield from _lines(branch, name_of, width, branch_first, branch_rest)


def _branches(node: Node) -> Iterator[Node | str]:
    """All that hangs below a step: its terms, the rest of them in a line, and what only selects last."""
    yield from node.children
    if node.rest:
        yield rest_told(node.rest)
    if node.because:
        yield Node(because_told(), children=node.because)


def _folded(text: str, first: str, rest: str, width: int) -> Iterator[str]:
    """A text on lines of at most ``width``, beside the branches of the tree."""
    yield from wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _cut(branches: str, hidden: int, mark: str = "") -> str:
    """Branches without those columns that are hidden, and the mark in their place."""
    return f"{mark:<6}{branches[hidden:]}" if hidden else branches


def _hidden(branches: str, width: int) -> int:
    """How many columns of the branches are hidden, so that a tree that goes deep leaves room for its texts. In their
    place stands how many levels they are; they are hidden many at once, so that what is near still hangs together.
    """
    return -(-max(0, len(branches) - width // 2) // HIDDEN) * HIDDEN


def rest_told(rest: Rest) -> str:
    """The terms that are left out, in a line: how many they are, and their exact sum."""
    n = swedish_number(Decimal(rest.count), 0)
    if not isinstance(rest.figure.carried, Quantity):
        return _("… och {n} till, utan belopp").format(n=n)
    line = _("… och {n} till, tillsammans {amount}").format(n=n, amount=rest.figure)
    left_out = counted(rest.figure.left_out, "{n} utan belopp", "{n} utan belopp")
    return f"{line} ({left_out})" if rest.figure.left_out else line


def because_told() -> str:
    """What stands above the steps that only select."""
    return _("därför att:")


def version_lines(version: Version, name_of: NameOf, shown_value: str = "") -> Iterator[tuple[int, str]]:
    """A version's lines, each with its indentation: what it said where that is not the value shown, when, and all that
    is known of it.
    """
    text = said_told(version)
    said = f" {text}" if text and text != shown_value else ""
    yield 0, f"[{standing_told(version)}]{said} · {dated_told(version.envelope)} · {version.record.id[:SHORT_ID]}"
    yield from ((2, line) for line in version_details(version, name_of))


def standing_told(version: Version) -> str:
    """Where a version stands, in a word or two."""
    return {
        "in force": _("gäller"),
        "replaced": _("ersatt"),
        "withdrawal": _("återtagen"),
        "ahead": _("gäller senare"),
        "later": _("registrerat senare"),
    }[version.standing]


def said_told(version: Version) -> str:
    """What a version said; of one that was recorded later and says nothing, that it is a withdrawal."""
    return _("återtagen") if version.standing == "later" and version.envelope.withdraws else version.said


def version_details(version: Version, name_of: NameOf | None) -> Iterator[str]:
    """When and by whom a version was recorded, for whom, who decided, where it stands, what it replaced and why, and
    what has replaced it since. Without ``name_of`` nobody is named.
    """
    envelope = version.envelope
    yield _recorded_told(version.record, envelope, name_of)
    if envelope.decided_by:
        yield _("beslutad av {who}").format(who=envelope.decided_by)
    if envelope.source:
        yield _("källa: {source}").format(source=source_told(envelope.source))
    if envelope.replaces:
        verb = _("återtar {id}") if envelope.withdraws else _("rättar {id}")
        yield verb.format(id=envelope.replaces[:SHORT_ID])
    if envelope.reason:
        yield _("skäl: {reason}").format(reason=envelope.reason)
    if envelope.note:
        yield _("anm.: {note}").format(note=envelope.note)
    if version.replaced_by:
        yield _replaced_told(version.replaced_by)
    if version.removed_by:
        yield removed_told(version.removed_by)


def _recorded_told(record: Record, envelope: Envelope, name_of: NameOf | None) -> str:
    """When it was recorded, by whom and for whom."""
    if name_of is None:
        return _("registrerad {when}").format(when=_when(record))
    by = _("registrerad {when} av {who}").format(when=_when(record), who=name_of(envelope.recorded_by))
    return by + (_(", för {who}").format(who=name_of(envelope.actor)) if envelope.actor else "")


def _replaced_told(later: Record) -> str:
    """What has replaced a version, when, and why."""
    envelope = later.opened()
    verb = _("återtas av {id} ({when})") if envelope.withdraws else _("rättas senare av {id} ({when})")
    told = verb.format(id=later.id[:SHORT_ID], when=_when(later))
    return f"{told}: {envelope.reason}" if envelope.reason else told


def removed_told(by: Record) -> str:
    """By which event a content was removed, when, and under what decision."""
    told = _("innehållet togs bort genom {id} ({when})").format(id=by.id[:SHORT_ID], when=_when(by))
    return f"{told}: {decision_told(by.opened())}"


def source_told(source: Source) -> str:
    """Where it stands, and the document's own id and day, which a title does not tell."""
    published = _("publicerad {day}").format(day=source.published_on) if source.published_on else ""
    more = ", ".join(filter(None, (source.document if source.title else "", published)))
    return f"{source} ({more})" if more else str(source)


def dated_told(envelope: Envelope) -> str:
    """The effective date, and how it is known."""
    return f"{envelope.effective_on} ({dated_in_words(envelope)})"


def dated_in_words(envelope: Envelope) -> str:
    """How the effective date is known."""
    return {
        "printed": _("tryckt datum"),
        "stated": _("enligt uppgift"),
        "convention": _("datum enligt konvention"),
    }[envelope.dated]


def _when(record: Record) -> str:
    return f"{record.recorded_at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def as_data(node: Node) -> dict[str, Any]:
    """The derivation as JSON."""
    return {
        "text": node.text,
        "value": node.value,
        "sign": node.sign,
        "events": [_version_data(version) for version in node.versions],
        "terms": [as_data(child) for child in node.children],
        "terms_count": len(node.children) + (node.rest.count if node.rest else 0),
        "rest": _rest_data(node.rest) if node.rest else None,
        "because": [as_data(each) for each in node.because],
    }


def _rest_data(rest: Rest) -> dict[str, Any]:
    return {
        "count": rest.count,
        "text": str(rest.figure),
        "value": _exact(rest.figure),
        "unit": rest.figure.unit,
        "left_out": rest.figure.left_out,
    }


def _exact(figure: Figure) -> str | None:
    """The exact number in a string: a decimal, or a fraction that may be none."""
    number = figure.number
    return f"{number:f}" if isinstance(number, Decimal) else str(number) if number is not None else None


def _version_data(version: Version) -> dict[str, Any]:
    return {
        "standing": version.standing,
        "said": version.said,
        "stream": version.record.stream,
        "version": version.record.version,
        "position": version.record.position,
        "recorded_at": in_utc(version.record.recorded),
        **version.envelope.model_dump(mode="json", exclude_none=True, exclude={"content"}),
        **({"replaced_by": version.replaced_by.id} if version.replaced_by else {}),
        **({"removed_by": version.removed_by.id} if version.removed_by else {}),
    }
