"""The types that an event's fields may have: each says how it is stored and how a person writes it in a cell.

``Amount``, ``AmountOrWord``, ``Measure`` and ``AnyValue`` hold values of ``ledger.figures``; ``About`` holds a
period; ``When`` a period or a word for one; ``YesNo`` ja or nej; ``Units`` codes of units; ``Persons`` ids in the
register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin
from unicodedata import normalize

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema
from pydantic.fields import FieldInfo

from ledger.figures.periods import Period
from ledger.figures.units import COUNT, PERCENT, unit_named
from ledger.figures.values import (
    RELATIONS,
    UNKNOWN,
    Comparison,
    Quantity,
    Unknown,
    Value,
    Word,
    exact,
    is_money,
    value_in,
)
from ledger.language import _, marked

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Cell:
    """How a cell's text becomes what the field takes; ``unit`` is the one in the column's heading."""

    read: Callable[[str, str], object]
    example: str
    takes_unit: bool = False


def mark_of(field: FieldInfo, kind: type[M]) -> M | None:
    """The mark of a kind that a field's type bears, also inside an optional one; the outermost of several."""
    return next((item for item in _marks(field.metadata, field.annotation) if isinstance(item, kind)), None)


def _marks(metadata: Iterable[object], annotation: object) -> Iterator[object]:
    yield from reversed(list(metadata))
    if get_origin(annotation) in (Union, UnionType):
        for option in get_args(annotation):
            if get_origin(option) is Annotated:
                yield from reversed(option.__metadata__)


def cell_of(field: FieldInfo) -> Cell | None:
    """The ``Cell`` of a field, or None where pydantic reads the text as it stands."""
    return mark_of(field, Cell)


def stored(value: Value) -> dict[str, Any]:
    """A value as it lies in an event's JSON."""
    match value:
        case Quantity(Decimal() as number, unit):
            return {"number": f"{number:f}", "unit": unit}
        case Quantity(number):
            raise ValueError(_("”{text}” är inget tal").format(text=number))  # a fraction is worked out, never recorded
        case Word(text):
            return {"word": text}
        case Unknown():
            return {"unknown": True}
        case Comparison(relation, number, unit, benchmark, period):
            given = {
                "number": None if number is None else f"{number:f}",
                "unit": unit,
                "benchmark": benchmark,
            }
            given["period"] = str(period) if period else None
            return {"relation": relation} | {name: item for name, item in given.items() if item}


def restored(raw: object) -> Value:
    """The value that lies in an event's JSON. Raises ``ValueError``."""
    match raw:
        case Quantity() | Word() | Unknown() | Comparison():
            return restored(stored(raw))  # what is made in code is held to what can be read back
        case {"number": str(number), "unit": str(unit), **rest} if not rest:
            return Quantity(exact(number), unit_named(unit))
        case {"word": str(text), **rest} if text.strip() and not rest:
            return Word(text)
        case {"unknown": True, **rest} if not rest:
            return UNKNOWN
        case {"relation": str(relation), **rest} if relation in RELATIONS:
            return _comparison(relation, rest)
        case str(text):
            return value_in(text)
    raise ValueError(_("”{text}” är inget värde").format(text=raw))


def _comparison(relation: str, rest: dict[Any, Any]) -> Comparison:
    if set(rest) - {"number", "unit", "benchmark", "period"}:
        raise ValueError(_("”{text}” är inget värde").format(text=rest))
    period = Period.of(rest["period"]) if "period" in rest else None
    number = exact(rest["number"]) if "number" in rest else None
    return Comparison(relation, number, rest.get("unit", ""), rest.get("benchmark", ""), period)


def _value(kinds: tuple[type, ...], what: str, fits: Callable[[str], bool], example: str) -> tuple[Any, ...]:
    """The annotations of a field that takes values of ``kinds``, quantities only in units that fit."""

    def check(raw: object) -> Value:
        value = restored(raw)
        if not isinstance(value, kinds) or (isinstance(value, Quantity) and not fits(value.unit)):
            raise ValueError(_("”{text}” är inte {what}").format(text=_told(value), what=_(what)))
        return value

    return (
        PlainValidator(check),
        PlainSerializer(stored, return_type=dict[str, Any]),
        WithJsonSchema({"type": "object", "title": what}),
        Cell(value_in, example, takes_unit=True),
    )


def _told(value: Value) -> str:
    return " ".join(str(part) for part in stored(value).values())


def _any_unit(_unit: str) -> bool:
    return True


Amount = Annotated[
    Quantity | Unknown, *_value((Quantity, Unknown), marked("ett belopp i kr, tkr eller mnkr"), is_money, "1,4 mnkr")
]
AmountOrWord = Annotated[
    Quantity | Word | Unknown,
    *_value((Quantity, Word, Unknown), marked("ett belopp i kr, tkr eller mnkr, eller ett ord"), is_money, "1,4 mnkr"),
]
Percentage = Annotated[
    Quantity | Unknown, *_value((Quantity, Unknown), marked("en andel i procent"), PERCENT.__eq__, "86,7 %")
]
Measure = Annotated[
    Quantity | Word | Unknown, *_value((Quantity, Word, Unknown), marked("ett mått med enhet"), _any_unit, "90 dagar")
]
Count = Annotated[
    Quantity | Unknown,
    *_value((Quantity, Unknown), marked("ett antal"), COUNT.__eq__, "4")[:-1],
    Cell(lambda text, unit: value_in(text, unit or COUNT), "4", takes_unit=True),
]
AnyValue = Annotated[Value, *_value(get_args(Value), marked("ett värde"), _any_unit, "<4 %")]


def _period(raw: object) -> Period:
    if isinstance(raw, Period):
        return raw
    if isinstance(raw, str):
        return Period.of(raw)
    raise ValueError(_("”{text}” är ingen period").format(text=raw))


About = Annotated[
    Period,
    PlainValidator(_period),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "title": "period"}),
    Cell(lambda text, _unit: text, "2025"),
]


def _when(raw: object) -> Period | Word | Unknown:
    match raw:
        case Period() | Word() | Unknown():
            return raw
        case {"period": str(text), **rest} if not rest:
            return Period.of(text)
        case {"word": str(text), **rest} if not rest:
            return Word(text)
        case {"unknown": True}:
            return UNKNOWN
        case str(text) if text.strip() == "?":
            return UNKNOWN
        case str(text) if text[:1].isdigit():
            return Period.of(text)
        case str(text) if text.strip():
            return Word(text.strip())
    raise ValueError(_("”{text}” är varken period eller ord").format(text=raw))


def _when_stored(when: Period | Word | Unknown) -> dict[str, Any]:
    return {"period": str(when)} if isinstance(when, Period) else stored(when)


When = Annotated[
    Period | Word | Unknown,
    PlainValidator(_when),
    PlainSerializer(_when_stored, return_type=dict[str, Any]),
    WithJsonSchema({"type": "object", "title": "period eller ord"}),
    Cell(lambda text, _unit: text, "2025-05"),
]


def composed(raw: object) -> object:
    """Text in Unicode's composed form (NFC): what looks the same is the same, wherever it was copied from."""
    return normalize("NFC", raw) if isinstance(raw, str) else raw


@dataclass(frozen=True, slots=True)
class FreeText:
    """The field takes any words at all, and no code: it may not stand in a key, nor hold figures."""


Text = Annotated[str, FreeText(), BeforeValidator(composed), StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[
    str,
    BeforeValidator(composed),
    StringConstraints(min_length=1, max_length=60, pattern=r"^[\wåäöÅÄÖ.+-]+$"),
    Cell(lambda text, _unit: text, ""),
]


def _yes_or_no(raw: object) -> object:
    return {"ja": True, "nej": False}.get(raw.strip().casefold(), raw) if isinstance(raw, str) else raw


YesNo = Annotated[bool, BeforeValidator(_yes_or_no), Cell(lambda text, _unit: text, "ja")]


@dataclass(frozen=True, slots=True)
class References:
    """The field names something that another topic must have brought into being: ``key`` is that topic's field.

    ``among`` are the fields, here and there, that say among which: a group is one of an indicator. A field of what has
    ``key`` itself says that the one lies within, or goes up in, the other: ``ledger.store.rings`` follows it.
    """

    topic: str
    key: str
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamesPersons:
    """The field holds ids of persons in the register; people write the names, or initials, there."""


def several(text: str, _unit: str) -> tuple[str, ...]:
    """What a cell with slashes or commas in it lists."""
    return tuple(part.strip() for part in text.replace(",", "/").split("/") if part.strip())


Codes = Annotated[tuple[Code, ...], Cell(several, "RF7/RF8")]
UNIT_TOPIC = "organisation.unit-formed"
Unit = Annotated[Code, References(UNIT_TOPIC, "unit")]
Units = Annotated[tuple[Code, ...], References(UNIT_TOPIC, "unit"), Cell(several, "CE/CHR")]
Persons = Annotated[
    tuple[
        Annotated[
            str, BeforeValidator(composed), StringConstraints(min_length=1, max_length=100, strip_whitespace=True)
        ],
        ...,
    ],
    NamesPersons(),
    Cell(several, "AB/CD"),
]


def plain_number(number: Decimal) -> int:
    """A decimal as the index holds it: millionths."""
    return int(number.scaleb(6))
