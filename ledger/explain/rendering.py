"""The forms that an explanation may be written in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from textwrap import wrap

from ledger.explain.telling import MOST_DATA, WIDTH, as_data, as_tree
from ledger.explain.why import MOST_TERMS, Node
from ledger.tables.definition import Shown
from ledger.tables.lines import seen_from
from ledger.tables.terminal import Style, unstyled

MOST = {"text": MOST_TERMS, "svg": MOST_TERMS, "json": MOST_DATA}
"""How many terms of a sum each form tells, unless all are asked for."""


def as_text(node: Node, shown: Shown, style: Style = unstyled, width: int = WIDTH) -> str:
    """For a terminal: the tree, and what it was seen from."""
    footer = [style(line, "quiet") for line in wrap(seen_from(shown), width)]
    return "\n".join([as_tree(node, shown.view.name_of, width), "", *footer]) + "\n"


def as_json(node: Node, _shown: Shown) -> str:
    """For programs."""
    return json.dumps(as_data(node), ensure_ascii=False, indent=2) + "\n"


def as_svg(node: Node, shown: Shown) -> str:
    """For eyes and paper: a picture that needs nothing else."""
    from ledger.explain.picture import as_picture

    return as_picture(node, shown.view.name_of, shown.title, seen_from(shown))


FORMATS: Mapping[str, Callable[[Node, Shown], str]] = {"text": as_text, "json": as_json, "svg": as_svg}
