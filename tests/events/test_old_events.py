"""Events of every release so far, one JSON line each, kept for good: what one release wrote, every later one reads.

When a kind of decision gets a new version, samples of the new version are added; the old lines stay as they are.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.events import Catalogue
from ledger.events.record import content_bytes
from ledger.plugins import Plugins

OLD = Path(__file__).parent / "old"
LINES = [line for file in sorted(OLD.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
SAMPLES: list[dict[str, Any]] = [json.loads(line) for line in LINES]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Plugins().catalogue("fds", "hsf", "rk")


def content_of(sample: dict[str, Any]) -> bytes:
    version, fields = sample["content"]
    return content_bytes(version, fields)


@pytest.mark.parametrize("line", LINES, ids=[sample["topic"] for sample in SAMPLES])
def test_a_sample_is_kept_in_the_bytes_that_are_stored(line: str) -> None:
    """A line of the corpus holds its content in the very form of the store, so that nobody edits it unnoticed."""
    sample = json.loads(line)
    content = content_of(sample).decode()
    assert line == f'{{"topic":{json.dumps(sample["topic"])},"content":{content}}}'


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["topic"] for sample in SAMPLES])
def test_an_event_of_an_earlier_release_is_still_read(sample: dict[str, Any], catalogue: Catalogue) -> None:
    """Every old event decodes to today's class of its topic, and what that writes is read as the same decision."""
    event = catalogue.decode_bytes(sample["topic"], content_of(sample))
    assert event.topic == sample["topic"]
    assert catalogue.decode_bytes(event.topic, catalogue.encode(event)) == event


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["topic"] for sample in SAMPLES])
def test_an_event_in_todays_form_is_written_in_the_same_bytes(sample: dict[str, Any], catalogue: Catalogue) -> None:
    """As long as a topic's version stands, nothing about how it is written changes; older forms are lifted to it."""
    version, _fields = sample["content"]
    content = content_of(sample)
    event = catalogue.decode_bytes(sample["topic"], content)
    assert (catalogue.encode(event) == content) is (version == event.version)


def test_every_topic_has_a_sample_of_every_version(catalogue: Catalogue) -> None:
    """A new kind of decision, or a new version of one, comes with its sample."""
    wanted = {(each.topic, version) for each in catalogue for version in range(1, each.version + 1)}
    assert wanted - {(sample["topic"], sample["content"][0]) for sample in SAMPLES} == set()


def test_no_topic_is_ever_dropped(catalogue: Catalogue) -> None:
    """What was once a topic is one for good: the core and the plugins here know all the samples."""
    assert {sample["topic"] for sample in SAMPLES} - {each.topic for each in catalogue} == set()


def test_every_field_has_been_written_in_some_sample(catalogue: Catalogue) -> None:
    """The samples together use every field of every kind of decision, so that renaming one is noticed."""
    written: dict[str, set[str]] = {}
    for sample in SAMPLES:
        written.setdefault(sample["topic"], set()).update(sample["content"][1])
    unwritten = {each.topic: set(each.model_fields) - written[each.topic] for each in catalogue}
    assert {topic: fields for topic, fields in unwritten.items() if fields} == {}
