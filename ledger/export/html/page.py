"""HTML: a report as one page that needs nothing else, read as it is and better with its script.

Without the script every figure is a link to its explanation further down, and that to the events. With it the
explanation opens over the page, and the tables can be sorted. The page is laid out by ``report.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from shlex import join

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ledger.explain.telling import dated_told, rest_told, said_told, standing_told, version_details
from ledger.explain.why import Node, Version
from ledger.export.charts.style import DARK, LIGHT
from ledger.export.document import Document, Piece
from ledger.export.drawing import Drawing, drawn
from ledger.export.trace import Trace, leaves
from ledger.language import SWEDISH, _
from ledger.tables.lines import seen_from
from ledger.tables.table import Tone


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of a figure: its anchor, what it is called and says, and the steps that it comes from."""

    anchor: str
    id: str
    name: str
    value: str
    steps: tuple[Node, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the page tells it: its anchor, what it said, the dates, and all else that is known of it."""

    anchor: str
    id: str
    dated: str
    details: tuple[str, ...]


class Page:
    """What the layout asks for, beside the document itself."""

    def __init__(self, document: Document, trace: Trace):
        self.document = document
        self.trace = trace
        self.language = SWEDISH  # as the document is, whatever the program speaks
        self.seen = seen_from(document.shown)

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """The anchor of each explanation that something on the page leads to, by the figure's id."""
        linked = dict.fromkeys(piece.id for piece in _pieces(self.document) if piece.id)
        return {name: f"f{number}" for number, name in enumerate(linked, 1)}

    def explanations(self) -> Iterator[Explained]:
        """Every explanation, in the order of the page."""
        for name, anchor in self.anchors.items():
            node, about = self.trace.nodes[name], self.document.traced[name]
            command = join(("planledger", "why", *about.why)) if about.why else ""
            yield Explained(anchor, name, node.text, node.value, node.children, command)

    def events(self) -> Iterator[Told]:
        """Every event that an explanation ends in, once, in the order that they are met."""
        found: dict[str, Told] = {}
        for name in self.anchors:
            for version in leaves(self.trace.nodes[name]):
                if version.record.id not in found:
                    found[version.record.id] = _told(version)
        yield from found.values()

    @staticmethod
    def version(version: Version, step: Node) -> Mapping[str, str]:
        """A version in a step: where it stands, what it said where the step does not say it already, and its event."""
        said = said_told(version)
        return {
            "standing": standing_told(version),
            "said": said if said not in {step.value, step.text} else "",
            "dated": dated_told(version.envelope),
            "anchor": _anchor(version),
            "id": version.record.id,
        }

    @staticmethod
    def themed(drawing: Drawing) -> Markup:
        """A picture in the page's own colours, light or dark as its reader is."""
        roles = {colour: role for role, colour in LIGHT.items()}

        def own(found: re.Match[str]) -> str:
            name, colour = found.groups()
            return f'{name}="var(--picture-{roles[colour]})"' if colour in roles else found[0]

        return Markup(re.sub(r'\b(fill|stroke)="([^"]*)"', own, drawing.svg))  # our own SVG: its texts are escaped

    @staticmethod
    def palette(theme: str) -> Markup:
        """The colours of pictures as variables of the style sheet."""
        colours = DARK if theme == "dark" else LIGHT
        return Markup("; ".join(f"--picture-{role}: {colour}" for role, colour in colours.items()))


def written(document: Document, trace: Trace, _template: Path | None = None) -> bytes:
    """The page, in UTF-8."""
    layout = _environment().get_template("report.html")
    text = layout.render(
        page=Page(document, trace),
        document=document,
        style=Markup(_template_text("report.css")),
        script=Markup(_template_text("report.js")),
    )
    return text.encode()


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ledger.export.html", package_path=""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update({"_": _, "drawn": drawn, "rest_told": rest_told, "tone_class": _tone_class})
    environment.filters["breakable"] = _breakable
    environment.filters["css_string"] = _css_string
    return environment


def _template_text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _pieces(document: Document) -> Iterator[Piece]:
    """Every piece of text, in the order of the page."""
    for chapter in document.chapters:
        for paragraph in chapter.paragraphs:
            yield from paragraph.pieces
        for grid in chapter.grids:
            for line in grid.lines:
                for box in line.boxes:
                    yield from box.pieces


def _anchor(version: Version) -> str:
    return f"h-{version.record.id}"


def _told(version: Version) -> Told:
    """An event as it is told to everybody: a page may end up anywhere, so it names nobody who recorded."""
    details = tuple(version_details(version, name_of=None))
    return Told(_anchor(version), version.record.id, dated_told(version.envelope), details)


def _breakable(text: str) -> Markup:
    """A text in which a line may also end after a slash, as in a list of units."""
    return escape(text).replace("/", Markup("/<wbr>"))


def _css_string(text: str) -> Markup:
    """A text as a string of a style sheet, in which nothing ends the string or the style."""
    plain = re.sub(r"""["'\\<>&\n\r\f]""", lambda sign: f"\\{ord(sign[0]):x} ", text)
    return Markup(f'"{plain}"')


def _tone_class(tone: Tone) -> str:
    return f"tone {tone}" if tone else ""  # the text says it too, so that colour is never the only signal
