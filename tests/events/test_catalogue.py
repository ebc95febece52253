from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import Field

from ledger.events import CORE_EVENTS, Catalogue, Code, Event, RamAllocated, Text
from ledger.events.base import Fields
from ledger.events.record import content_bytes
from ledger.problems import Refused


def renamed(fields: Fields) -> Fields:
    """From version 1: the name was called ``namn``."""
    return {**{name: value for name, value in fields.items() if name != "namn"}, "name": fields["namn"]}


def noted(fields: Fields) -> Fields:
    """From version 2: there was no note."""
    return {**fields, "note": f"{fields['name']} saknar anteckning"}


class Noted(Event, topic="prov.noterat", title="Noterat", key=("name",), version=3, upcasters=(renamed, noted)):
    """A kind of decision whose form has changed twice."""

    name: Code = Field(title="Namn", description="Namn")
    note: Text = Field(title="Anteckning", description="Anteckning")


class Rival(Event, topic="prov.noterat", title="Noterat av en annan", key=()):
    """Another class that claims the same topic."""


def catalogue_of(*classes: type[Event], owner: str = "planledger-prov") -> Catalogue:
    catalogue = Catalogue()
    catalogue.add(owner, classes)
    return catalogue


@pytest.mark.parametrize(
    ("version", "fields", "note"),
    [
        (1, {"namn": "a"}, "a saknar anteckning"),
        (2, {"name": "a"}, "a saknar anteckning"),
        (3, {"name": "a", "note": "ny"}, "ny"),
    ],
)
def test_an_event_of_any_age_is_lifted_step_by_step(version: int, fields: dict[str, Any], note: str) -> None:
    """Each upcaster lifts one version, and the next one sees what it made."""
    content = content_bytes(version, {"forvaltning": "RK", **fields})
    assert catalogue_of(Noted).decode_bytes("prov.noterat", content) == Noted(forvaltning="RK", name="a", note=note)


def test_a_decision_is_written_in_todays_version() -> None:
    """What is written anew is in the newest form, keys in order, nothing unsaid."""
    written = catalogue_of(Noted).encode(Noted(forvaltning="RK", name="å", note="ny"))
    assert written == '[3,{"forvaltning":"RK","name":"å","note":"ny"}]'.encode()


def test_an_event_of_a_newer_release_is_refused_with_what_to_do() -> None:
    """An old release says that it is old instead of guessing."""
    content = content_bytes(4, {"forvaltning": "RK", "name": "a", "note": "b", "extra": "c"})
    with pytest.raises(Refused, match=r"prov\.noterat är skriven i version 4 av en nyare utgåva") as caught:
        catalogue_of(Noted).decode_bytes("prov.noterat", content)
    assert "uppgradera" in caught.value.problems[0].remedy


def test_two_owners_of_one_topic_are_both_named() -> None:
    """A clash says who, who else, and over what."""
    catalogue = catalogue_of(Noted, owner="planledger-ett")
    with pytest.raises(Refused, match=r"planledger-ett.*planledger-två.*prov\.noterat"):
        catalogue.add("planledger-två", [Rival])


def test_the_same_class_twice_is_no_clash() -> None:
    """An event that two plugins share is one event, and the first is its owner."""
    catalogue = catalogue_of(Noted, owner="planledger-ett")
    catalogue.add("planledger-två", [Noted])
    assert list(catalogue) == [Noted]
    assert catalogue.owner("prov.noterat") == "planledger-ett"


def test_an_unknown_topic_is_refused_with_what_comes_nearest() -> None:
    """A misspelt topic suggests the right one."""
    catalogue = catalogue_of(*CORE_EVENTS)
    assert catalogue.find("ram.alocated") is None
    assert "ram.alocated" not in catalogue
    with pytest.raises(Refused, match=r"menade du .*”ram\.allocated”"):
        catalogue.get("ram.alocated")


def test_a_topic_finds_its_class() -> None:
    """The topic that is stored leads to today's class, whatever that is called."""
    catalogue = catalogue_of(*CORE_EVENTS)
    assert catalogue.get("ram.allocated") is RamAllocated
    assert catalogue.find("ram.allocated") is RamAllocated
    assert "ram.allocated" in catalogue


@pytest.mark.parametrize("use", [Catalogue.get, Catalogue.owner])
def test_catalogues_share_nothing(use: Callable[[Catalogue, str], object]) -> None:
    """A topic added to one catalogue is unknown to another: there is no global registry."""
    catalogue_of(Noted)
    with pytest.raises((Refused, KeyError)):
        use(catalogue_of(*CORE_EVENTS), "prov.noterat")
