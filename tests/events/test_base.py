from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from ledger.events import About, Amount, AmountOrWord, AnyValue, Catalogue, Code, Event, RamAllocated, Text
from ledger.figures import UNKNOWN, Comparison, Period, Quantity, Value, Word

Name = Annotated[str, Field(title="Namn", description="Namnet")]


def mistaken(**words: Any) -> str:
    """What is said of a class that describes itself by ``words``."""
    with pytest.raises(TypeError) as caught:

        class Wrong(Event, **{"topic": "prov.namn-satt", "title": "Namn satt", **words}):
            """A class with a mistake in it."""

            name: Name

    assert f"{__name__}.mistaken.<locals>.Wrong: " in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("topic", ["namn", "Prov.namn", "prov.namn satt", "prov.", ".namn", "prov.Å"])
def test_a_topic_of_another_form_is_a_mistake(topic: str) -> None:
    """A topic reads as area.what-happened, in plain letters."""
    assert f"the topic {topic!r} is not of the form" in mistaken(topic=topic)


@pytest.mark.parametrize(
    "words",
    [{"key": ("nme",)}, {"adds": "nme"}, {"accumulates": "nme"}, {"observes": "nme"}, {"told_by": "nme"}],
    ids=lambda words: next(iter(words)),
)
def test_naming_a_field_that_is_not_there_is_a_mistake(words: dict[str, Any]) -> None:
    """Key, amount, period and telling name fields of the class."""
    assert "there is no field nme" in mistaken(**words)


def test_naming_forvaltning_in_the_key_is_a_mistake() -> None:
    """It is part of every key already."""
    assert "förvaltning is part of every key" in mistaken(key=("forvaltning", "name"))


def test_a_class_without_a_swedish_title_is_a_mistake() -> None:
    """People meet the title, never the class."""
    assert "no Swedish title" in mistaken(title="")


@pytest.mark.parametrize(("version", "upcasters"), [(2, 0), (1, 1), (3, 1), (0, 0)])
def test_a_gap_among_the_upcasters_is_a_mistake(version: int, upcasters: int) -> None:
    """Every earlier version has exactly one upcaster."""
    said = mistaken(version=version, upcasters=(dict,) * upcasters)
    assert f"version {version} needs {version - 1} upcasters" in said
    assert f"it has {upcasters}" in said


def test_a_field_without_title_or_description_is_a_mistake() -> None:
    """Every field is a column heading with an explanation."""
    with pytest.raises(TypeError, match="Wrong: fields without a Swedish title and a description: bare, half"):

        class Wrong(Event, topic="prov.namn-satt", title="Namn satt"):
            """A class with fields that explain nothing."""

            bare: Text
            half: Text = Field(title="Halv")
            whole: Text = Field(title="Hel", description="Allt är sagt")


@pytest.mark.filterwarnings("ignore:Field name")
@pytest.mark.parametrize("word", ["topic", "key", "version", "adds", "observes"])
def test_a_field_named_as_a_word_of_the_class_is_a_mistake(word: str) -> None:
    """A field ``version`` would be taken for the version of the form, in every stored event."""
    field = Field(title="Version", description="Version")
    members = {"__module__": __name__, "__annotations__": {word: str}, word: field}
    with pytest.raises(TypeError, match=word):
        type(Event)("Wrong", (Event,), members, topic="prov.namn-satt", title="Namn satt")


def test_a_base_without_a_topic_may_share_fields() -> None:
    """What several kinds of decision have in common can be a class that is no decision itself."""

    class Named(Event):
        """What has a name."""

        name: Name

    class Set(Named, topic="prov.namn-satt", title="Namn satt", key=("name",)):
        """A name was set."""

    assert (Named.topic, Set.topic, Set.key) == ("", "prov.namn-satt", ("name",))


def ram(amount: object = "31,4 mnkr") -> RamAllocated:
    return RamAllocated(forvaltning="RK", period="2025", part="CE", amount=amount)


def test_a_decision_is_frozen() -> None:
    """What was decided is never changed in place."""
    with pytest.raises(ValidationError, match="frozen"):
        ram().amount = UNKNOWN  # type: ignore[misc]


def test_a_field_that_nobody_knows_is_refused() -> None:
    """A misspelt field is an error and never lost."""
    with pytest.raises(ValidationError, match="Extra inputs"):
        RamAllocated(forvaltning="RK", period="2025", amount="31,4 mnkr", belopp="31,4 mnkr")


def test_the_words_of_the_class_are_no_fields() -> None:
    """Topic, key and version belong to the kind of decision and are not stored in each."""
    assert set(RamAllocated.model_fields) == {"forvaltning", "period", "part", "amount"}


def test_equal_decisions_are_equal() -> None:
    """A decision is a value: how it was written does not tell it apart."""
    assert ram("31,4 mnkr") == ram({"number": "31.4", "unit": "mnkr"}) == ram(Quantity(Decimal("31.4"), "mnkr"))
    assert hash(ram()) == hash(ram())


@pytest.mark.parametrize("amount", ["31,4", "86,7 %", "Stor", "90 dagar", 31.4, "<4 mnkr"])
def test_an_amount_is_money_or_unknown(amount: object) -> None:
    """A number without a unit, another unit, a word and a float are refused."""
    with pytest.raises(ValidationError):
        ram(amount)


class Everything(Event, topic="prov.allt", title="Prov", key=("code",), adds="amount", told_by="code"):
    """A field of each kind of value."""

    code: Code = Field(title="Kod", description="Kod")
    amount: Amount = Field(UNKNOWN, title="Belopp", description="Belopp")
    effect: AmountOrWord = Field(UNKNOWN, title="Effekt", description="Belopp eller ord")
    target: AnyValue = Field(UNKNOWN, title="Mål", description="Vad som helst")


UNSTORABLE: list[tuple[str, Value | str]] = [
    ("amount", Quantity(Decimal("1.1234567"), "mnkr")),
    ("amount", Quantity(Decimal(10) ** 12, "kr")),
    ("amount", Quantity(Decimal("NaN"), "mnkr")),
    ("amount", Quantity(Fraction(1, 3), "mnkr")),
    ("effect", Word("")),
    ("effect", ""),
    ("target", Comparison("ungefär", Decimal(4), "%")),
]


@pytest.mark.parametrize(("field", "value"), UNSTORABLE)
def test_a_value_that_could_not_be_read_back_is_refused(field: str, value: Value | str) -> None:
    """Nothing gets into a decision that the ledger could not hand out again: values made in code are checked too."""
    with pytest.raises(ValidationError):
        Everything(forvaltning="RK", code="a", **{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", Quantity(Decimal("1.40"), "mnkr")),
        ("effect", Word("Stor")),
        ("target", Comparison("bättre än", Decimal(67), "%", "rikssnittet", Period.of("2024"))),
    ],
)
def test_a_value_made_in_code_comes_back_as_it_was(field: str, value: Value) -> None:
    """The bytes of a decision decode to the same decision."""
    catalogue = Catalogue()
    catalogue.add("prov", [Everything])
    event = Everything(forvaltning="RK", code="a", **{field: value})  # type: ignore[arg-type]
    back = catalogue.decode_bytes("prov.allt", catalogue.encode(event))
    assert back == event
    assert str(getattr(back, field)) == str(value)


@pytest.mark.parametrize("code", ["", "a b", "a/b", "a" * 61])
def test_a_code_is_one_short_word(code: str) -> None:
    """Codes stand in keys and file names: no spaces, no slashes, at most sixty characters."""
    with pytest.raises(ValidationError):
        Everything(forvaltning="RK", code=code)


def test_what_accumulates_never_adds() -> None:
    """January to August holds January to April already."""
    with pytest.raises(TypeError, match="never added"):

        class Wrong(Event, topic="prov.last", title="Läst", key=("code",), adds="amount", accumulates="so_far"):
            """A class that would count twice."""

            code: Code = Field(title="Kod", description="Kod")
            so_far: About = Field(title="Hittills", description="Hittills")
            amount: Amount = Field(title="Belopp", description="Belopp")


@pytest.mark.parametrize("kind", [Text, Text | None, Annotated[Text, "more"]])
def test_free_text_in_the_key_is_a_mistake(kind: Any) -> None:
    """Whatever anybody writes would stay in the name of the stream for good, and two spellings be two subjects."""
    with pytest.raises(TypeError, match="words is free text, and a key stays in the name of the stream for good"):
        spoken(kind)


def test_a_code_in_the_key_is_none() -> None:
    """And free text beside the key is as it should be."""
    assert spoken(Code).key == ("words",)
    assert spoken(Text, key=()).key == ()


def spoken(kind: Any, key: tuple[str, ...] = ("words",)) -> type[Event]:
    """A class with a field ``words`` of a kind."""
    field = Field(title="Ord", description="Ord")
    members = {"__module__": __name__, "__annotations__": {"words": kind}, "words": field}
    made: type[Event] = type(Event)("Said", (Event,), members, topic="prov.sagt", title="Sagt", key=key)
    return made
