"""The colours of a picture, as plain rules, which more programs read than variables."""

from __future__ import annotations

from collections.abc import Iterator

LIGHT = {
    "sheet": "#ffffff",
    "box": "#f6f8fa",
    "edge": "#8c959f",
    "event": "#eef5ff",
    "event-edge": "#3b73c8",
    "root": "#fff8e5",
    "root-edge": "#b07d12",
    "ink": "#1b1f24",
    "quiet": "#4d5661",
    "branch": "#6b7580",
    "good": "#176f31",
    "past": "#57606a",
    "bad": "#b3202c",
    "wait": "#8a5a00",
}
DARK = {
    "sheet": "#14181d",
    "box": "#1f252c",
    "edge": "#5b6570",
    "event": "#17263c",
    "event-edge": "#6ea8ff",
    "root": "#2e2713",
    "root-edge": "#d9a93a",
    "ink": "#eef1f4",
    "quiet": "#b4bdc7",
    "branch": "#8b96a1",
    "good": "#6fd58a",
    "past": "#b4bdc7",
    "bad": "#ff8f8f",
    "wait": "#f0c060",
}


def style_sheet() -> str:
    """The rules of a picture, for a light and a dark screen; paper is always light."""
    return "\n".join(
        [
            ".planledger-why text { font-family: system-ui, 'DejaVu Sans', sans-serif; }",
            ".planledger-why .branch { fill: none; stroke-width: 1.5; }",
            ".planledger-why .dashed, .planledger-why .because .box { stroke-dasharray: 6 4; }",
            ".planledger-why .box { stroke-width: 1.2; }",
            *_colours(LIGHT),
            "@media screen and (prefers-color-scheme: dark) {",
            *_colours(DARK),
            "}",
            "@media print { .planledger-why { width: 100%; height: auto; } }",
        ]
    )


def _colours(theme: dict[str, str]) -> Iterator[str]:
    yield _rule("text", fill=theme["ink"])
    yield _rule(".sheet", fill=theme["sheet"])
    yield _rule(".detail", fill=theme["quiet"])
    yield _rule(".title", fill=theme["quiet"])
    yield _rule(".struck", fill=theme["quiet"])
    yield _rule(".box", fill=theme["box"], stroke=theme["edge"])
    yield _rule(".root .box", fill=theme["root"], stroke=theme["root-edge"])
    yield _rule(".event .box", fill=theme["event"], stroke=theme["event-edge"])
    yield _rule(".because .box", fill=theme["sheet"], stroke=theme["edge"])
    yield _rule(".branch", stroke=theme["branch"])
    yield _rule(".head", fill=theme["branch"])
    yield _rule(".rule", stroke=theme["edge"])
    yield _rule(".sign", fill=theme["sheet"], stroke=theme["branch"])
    for tone in ("good", "past", "bad", "wait"):
        yield _rule(f".pill.{tone}", fill=theme["sheet"], stroke=theme[tone])
        yield _rule(f".badge.{tone}", fill=theme[tone])


def _rule(what: str, **colours: str) -> str:
    said = "; ".join(f"{name}: {colour}" for name, colour in colours.items())
    return f".planledger-why {what} {{ {said}; }}"
