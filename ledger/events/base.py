"""What every decision has in common. A decision is a frozen value; how it came to be known lies in its envelope.

A new kind of decision is a class::

    class EffectEstimated(
        Event, topic="rk.effect-estimated", title="Beräknad effekt", key=("measure", "period"), adds="amount"
    ):
        measure: Code = Field(title="Åtgärd", description="…")
        period: About = Field(title="År", description="…")
        amount: AmountOrWord = Field(title="Belopp", description="…")

``topic`` is for good: it is what is stored, never the name of the class. ``key`` names the fields that, with the
förvaltning, say which subject a decision is about: the latest of a subject is the one in force. ``adds`` names the
amount that totals add. ``each_counts`` says that every entry of a subject counts, and not only the latest: two changes
for one cause are two amounts, and a document may have both. ``accumulates`` names the period that an observation has
added up so far: the observations of one subject start on one day, and a later one replaces an earlier. ``observes``
names the period that an observation is of, whose last day is its date. ``told_by`` names the field that says in words
what it is about. ``defines`` says that it decides no figure, but how figures are worked out or printed. When the fields
change, ``version`` goes up by one and ``upcasters`` gets one more function.

What follows from these words (subject, stream, amount) is worked out in ``ledger.events.subjects``, so that a field
may have any name but those of the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ledger.events.fields import Code, FreeText, NamesPersons, mark_of
from ledger.language import _

Fields = dict[str, Any]
Upcaster = Callable[[Fields], Fields]
_TOPIC = re.compile(r"[a-z][a-z0-9]*(\.[a-z][a-z0-9-]*)+")


class Event(BaseModel):
    """A decision or an observation. Frozen; unknown fields are refused."""

    # A command meets a few kinds of decision only, so each builds its validator when it is first used.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    topic: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ()
    version: ClassVar[int] = 1
    upcasters: ClassVar[tuple[Upcaster, ...]] = ()
    adds: ClassVar[str] = ""
    each_counts: ClassVar[bool] = False
    accumulates: ClassVar[str] = ""
    observes: ClassVar[str] = ""
    told_by: ClassVar[str] = ""
    defines: ClassVar[bool] = False

    forvaltning: Code = Field(
        title="Förvaltning",
        examples=["RK"],
        description="Den förvaltning som beslutet eller iakttagelsen gäller, t.ex. RK",
    )

    @classmethod
    def __pydantic_init_subclass__(
        cls,
        *,
        topic: str = "",
        key: tuple[str, ...] = (),
        version: int = 1,
        upcasters: tuple[Upcaster, ...] = (),
        adds: str = "",
        each_counts: bool = False,
        accumulates: str = "",
        observes: str = "",
        told_by: str = "",
        defines: bool = False,
        **kwargs: Any,
    ) -> None:
        """Check what the class says of itself. Raises ``TypeError``, which names the class and the mistake."""
        super().__pydantic_init_subclass__(**kwargs)
        if not topic:
            return
        cls.topic, cls.key, cls.version, cls.upcasters = topic, key, version, upcasters
        cls.adds, cls.accumulates, cls.observes, cls.told_by = adds, accumulates, observes, told_by
        cls.each_counts, cls.defines = each_counts, defines
        for mistake in _mistakes(cls):
            raise TypeError(f"{cls.__module__}.{cls.__qualname__}: {mistake}")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Leave the class's own words to ``__pydantic_init_subclass__``, which runs when the fields are known."""

    @classmethod
    def swedish_name(cls) -> str:
        """What this kind of decision is called."""
        return cls.model_config.get("title") or cls.topic


def _mistakes(cls: type[Event]) -> list[str]:
    """What the class says of itself that does not hold."""
    found = [f"the field {name} has the name of a word that the class says of itself" for name in _taken(cls)]
    if not _TOPIC.fullmatch(cls.topic):
        found.append(f"the topic {cls.topic!r} is not of the form 'area.what-happened'")
    unknown = {*cls.key, *filter(None, (cls.adds, cls.accumulates, cls.observes, cls.told_by))} - set(cls.model_fields)
    if unknown:
        found.append(f"there is no field {', '.join(sorted(unknown))}")
    if "forvaltning" in cls.key:
        found.append("förvaltning is part of every key and need not be named")
    keyed = {name: field for name, field in cls.model_fields.items() if name in cls.key}
    if persons := [name for name, field in keyed.items() if mark_of(field, NamesPersons) is not None]:
        found.append(f"{', '.join(persons)} names persons, and a key stays in the name of the stream for good")
    if free := [name for name, field in keyed.items() if mark_of(field, FreeText) is not None]:
        found.append(f"{', '.join(free)} is free text, and a key stays in the name of the stream for good: use a code")
    if cls.adds and cls.accumulates:
        found.append("what accumulates is replaced by the next observation, and never added")
    if cls.version != len(cls.upcasters) + 1:
        wanted, has = cls.version - 1, len(cls.upcasters)
        found.append(f"version {cls.version} needs {wanted} upcasters, one from each earlier version; it has {has}")
    untitled = [name for name, field in cls.model_fields.items() if not (field.title and field.description)]
    if untitled:
        found.append(f"fields without a Swedish title and a description: {', '.join(untitled)}")
    if not cls.model_config.get("title"):
        found.append("it has no Swedish title")
    return found


def _taken(cls: type[Event]) -> list[str]:
    words = {"topic", "key", "version", "upcasters", "adds", "each_counts", "accumulates", "observes", "told_by"}
    return sorted((words | {"defines"}) & set(cls.model_fields))


def newer_release(topic: str, version: int) -> str:
    """What is said of an event that a newer release has written."""
    return _("{topic} är skriven i version {version} av en nyare utgåva av Planledger").format(
        topic=topic, version=version
    )
