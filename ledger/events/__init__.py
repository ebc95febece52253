"""The decisions that every förvaltning shares, and what all decisions have in common."""

from ledger.events.base import Event
from ledger.events.catalogue import Catalogue
from ledger.events.envelope import Decider, Envelope, Proposal, Source
from ledger.events.fields import (
    About,
    Amount,
    AmountOrWord,
    AnyValue,
    Code,
    Measure,
    Percentage,
    Persons,
    References,
    Text,
    Unit,
    Units,
    When,
)
from ledger.events.indicators import IndicatorDefined, IndicatorRead, IndicatorTargetSet
from ledger.events.organisation import UnitFormed
from ledger.events.persons import PersonRegistered
from ledger.events.ram import RamAllocated, RamChanged
from ledger.events.record import Record

CORE_EVENTS: tuple[type[Event], ...] = (
    UnitFormed,
    RamAllocated,
    RamChanged,
    IndicatorDefined,
    IndicatorTargetSet,
    IndicatorRead,
    PersonRegistered,
)

__all__ = [
    "CORE_EVENTS",
    "About",
    "Amount",
    "AmountOrWord",
    "AnyValue",
    "Catalogue",
    "Code",
    "Decider",
    "Envelope",
    "Event",
    "IndicatorDefined",
    "IndicatorRead",
    "IndicatorTargetSet",
    "Measure",
    "Percentage",
    "PersonRegistered",
    "Persons",
    "Proposal",
    "RamAllocated",
    "RamChanged",
    "Record",
    "References",
    "Source",
    "Text",
    "Unit",
    "UnitFormed",
    "Units",
    "When",
]
