"""From texts to decisions: what a person wrote in cells or after ``field=`` becomes an event, or every reason why
not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from ledger.events.base import Event
from ledger.events.envelope import Dated, Decider
from ledger.events.fields import cell_of
from ledger.events.subjects import fields_of
from ledger.figures.periods import FIRST_YEAR
from ledger.language import _
from ledger.problems import Origin, Problem, Refused, suggestion

_HEADING = re.compile(r"(?P<name>.+?)\s*\((?P<unit>[^()]+)\)")
_DATED: dict[str, Dated] = {
    "tryckt": "printed",
    "uppgift": "stated",
    "konvention": "convention",
    "printed": "printed",
    "stated": "stated",
    "convention": "convention",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: the field that it names, and the unit of the numbers below, if it says one."""

    field: str
    unit: str = ""


def heading(text: str, event_class: type[Event], extra: Mapping[str, str] = {}) -> Heading:
    """The heading that ``text`` is: a field by its name or its Swedish title, or one of ``extra`` (title by name).

    Raises ``Refused`` with what comes nearest.
    """
    match = _HEADING.fullmatch(text.strip())
    name, unit = (match["name"], match["unit"]) if match else (text.strip(), "")
    titles = {field.title or key: key for key, field in event_class.model_fields.items()} | {
        title: key for key, title in extra.items()
    }
    names = {each.casefold(): key for title, key in titles.items() for each in (title, key)}
    for candidate, of_unit in ((text.strip(), ""), (name, unit)):  # a title may itself hold parentheses
        if candidate.casefold() in names:
            return Heading(names[candidate.casefold()], of_unit)
    raise Refused(
        Problem(
            _("{topic} har inget fält ”{name}”").format(topic=event_class.topic, name=name),
            suggestion(name, [*event_class.model_fields, *extra]),
            Origin(column=text),
        )
    )


def decision(event_class: type[Event], texts: Mapping[str, str], units: Mapping[str, str] = {}) -> Event:
    """The decision that the fields' texts make; an empty text is a field that is not said. Raises ``Refused`` with
    every problem.
    """
    return _with_texts(event_class, {}, texts, units)


def _with_texts(
    event_class: type[Event], kept: Mapping[str, Any], texts: Mapping[str, str], units: Mapping[str, str]
) -> Event:
    """The decision of stored fields that are kept and texts that are read."""
    problems: list[Problem] = []
    values: dict[str, Any] = dict(kept)
    for name, text in texts.items():
        if not text.strip():
            continue
        field = event_class.model_fields.get(name)
        if field is None:
            problems.append(_no_field(event_class, name))
            continue
        cell = cell_of(field)
        try:
            values[name] = cell.read(text, units.get(name, "")) if cell else text.strip()
        except ValueError as error:
            problems.append(Problem(str(error), _remedy(event_class, name), Origin(column=name)))
    return _validated(event_class, values, problems)


def _no_field(event_class: type[Event], name: str) -> Problem:
    what = _("{topic} har inget fält ”{name}”").format(topic=event_class.topic, name=name)
    return Problem(what, suggestion(name, event_class.model_fields), Origin(column=name))


def corrected(event: Event, texts: Mapping[str, str]) -> Event:
    """``event`` with the fields that ``texts`` give anew; an empty text unsays a field. Raises ``Refused`` with
    every problem.
    """
    unsaid = {name for name, text in texts.items() if not text.strip()}
    kept = {name: value for name, value in fields_of(event).items() if name not in texts}
    if strange := unsaid - set(type(event).model_fields):
        raise Refused(_no_field(type(event), name) for name in sorted(strange))
    return _with_texts(type(event), kept, texts, {})


def _validated(event_class: type[Event], values: dict[str, Any], problems: list[Problem]) -> Event:
    """The event, or all problems: those found in the texts and those that the class finds."""
    said = {problem.origin.column for problem in problems}
    try:
        event = event_class.model_validate(values)
    except ValidationError as error:
        found = problems_of(event_class, error)
        raise Refused([*problems, *(problem for problem in found if problem.origin.column not in said)]) from None
    if problems:
        raise Refused(problems)
    return event


def problems_of(model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """What pydantic found, in words for people."""
    return [_problem(model, dict(item)) for item in error.errors()]


def _problem(model: type[BaseModel], error: dict[str, Any]) -> Problem:
    name = str(error["loc"][0]) if error["loc"] else ""
    title = model.model_fields[name].title if name in model.model_fields else name
    given = error.get("input")
    match error["type"]:
        case "missing":
            what = _("{title} saknas").format(title=_deepest(model, error["loc"]))
        case "extra_forbidden":
            what, name = _("”{name}” känns inte igen").format(name=error["loc"][-1]), ""
        case "literal_error":
            what = _("”{given}” är inte {expected}").format(given=given, expected=_choices(error["ctx"]["expected"]))
        case "int_parsing" | "int_type":
            what = _("”{given}” är inget heltal").format(given=given)
        case "greater_than_equal":
            what = _("{given} är mindre än {limit}").format(given=given, limit=error["ctx"]["ge"])
        case "string_too_long":
            what = _("”{given}” är längre än {most} tecken").format(given=given, most=error["ctx"]["max_length"])
        case "string_pattern_mismatch":
            what = _(
                "”{given}” är ingen kod: bokstäver, siffror, punkt, plus, bindestreck och understreck, utan mellanslag"
            ).format(given=given)
        case "string_too_short":
            what = _("{title}: tomt").format(title=title)
        case "value_error":
            what = str(error["ctx"]["error"])
        case _:
            what = _("”{given}” går inte att läsa som {title}").format(given=given, title=title)
    return Problem(what, _remedy(model, name), Origin(column=".".join(str(part) for part in error["loc"])))


def _deepest(model: type[BaseModel], place: tuple[Any, ...]) -> str:
    """The title of a missing field, also inside a list of tables."""
    name = str(place[-1])
    return (model.model_fields[name].title or name) if len(place) == 1 else name


def _choices(expected: str) -> str:
    """The words that pydantic expects, without its quotes and its English."""
    return expected.replace("'", "").replace(" or ", _(" eller "))


def _remedy(model: type[BaseModel], name: str) -> str:
    field = model.model_fields.get(name)
    if field is None:
        return ""
    cell = cell_of(field)
    example = _(" Till exempel: {example}.").format(example=cell.example) if cell and cell.example else ""
    return f"{field.title}: {field.description}.{example}"


def day(text: str, column: str = "effective_on") -> date:
    """A date written as 2025-08-31. Raises ``Refused``."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
            raise ValueError
        found = date.fromisoformat(text.strip())
        if found.year < FIRST_YEAR:
            raise ValueError
    except ValueError:
        what = _("”{text}” är inget datum").format(text=text)
        raise Refused(Problem(what, _("skriv år-månad-dag, till exempel 2025-08-31"), Origin(column=column))) from None
    return found


def how_dated(text: str) -> Dated:
    """How a date is known, in Swedish or as the envelope has it. Raises ``Refused``."""
    found = _DATED.get(text.strip().casefold())
    if found is None:
        what = _("”{text}” är inget sätt att veta ett datum").format(text=text)
        raise Refused(Problem(what, _("skriv tryckt, uppgift eller konvention"), Origin(column="dated")))
    return found


def decider(text: str) -> Decider | None:
    """Who decided: "Regionstyrelsen", "Regionstyrelsen/regiondirektören" or with the delegation's reference as a
    third part.
    """
    body, *rest = [part.strip() for part in text.split("/")]
    if not body:
        return None
    return Decider(body=body, delegate=rest[0] if rest else None, delegation=rest[1] if len(rest) > 1 else None)
