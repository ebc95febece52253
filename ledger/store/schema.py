"""The tables of a ledger. Only column types, the position's name and the triggers differ between databases.

Text is compared byte by byte on both, so that order is the same.

``event`` and ``content`` are for good, and so are ``subtree``, the hashes above the events' leaves, and ``kept``, the
files of issued reports, each by its digest. ``removed`` says what has been taken away all the same, each by the event
that decided it: the content of the event at a position, or a person's entry in the register. Without such a row neither
can be deleted, and with it neither comes back.
``subject``, ``entry`` and ``superseded`` are the index: made from the events, insert-only, dropped and made again by
``rebuild``. ``person`` is the register beside the log. ``ledger`` is one row: the lock and the clock.
"""

from __future__ import annotations

FORMAT = 2
"""The form of these tables. A ledger of a later form is not opened by an earlier release."""

EVENTS = (
    """CREATE TABLE event (
        {position} {integer} PRIMARY KEY,
        id {text} NOT NULL UNIQUE,
        recorded {integer} NOT NULL,
        originator_id {text} NOT NULL,
        originator_version {integer} NOT NULL,
        topic {text} NOT NULL,
        state {bytes} NOT NULL,
        leaf {bytes} NOT NULL,
        UNIQUE (originator_id, originator_version)
    )""",
    "CREATE INDEX event_recorded ON event (recorded)",
    """CREATE TABLE content (
        position {integer} PRIMARY KEY,
        salt {bytes} NOT NULL,
        body {bytes} NOT NULL
    )""",
    """CREATE VIEW record AS
        SELECT event.{position} AS position, event.id, event.topic, event.recorded, event.originator_id AS stream,
               event.originator_version AS version, event.state AS envelope, content.body AS content
        FROM event LEFT JOIN content ON content.position = event.{position}""",
    """CREATE TABLE subtree (
        level {integer} NOT NULL,
        place {integer} NOT NULL,
        hash {bytes} NOT NULL,
        PRIMARY KEY (level, place)
    )""",
    """CREATE TABLE kept (
        digest {text} NOT NULL PRIMARY KEY,
        bytes {bytes} NOT NULL
    )""",
    """CREATE TABLE person (
        id {text} PRIMARY KEY,
        salt {bytes} NOT NULL,
        record {text} NOT NULL UNIQUE
    )""",
    """CREATE TABLE removed (
        removed_by {integer} PRIMARY KEY,
        position {integer} UNIQUE,
        person {text} UNIQUE,
        CHECK ((position IS NULL) <> (person IS NULL))
    )""",
    """CREATE TABLE ledger (
        one {integer} PRIMARY KEY CHECK (one = 1),
        recorded {integer} NOT NULL,
        format {integer} NOT NULL,
        injected {integer} NOT NULL,
        title {text} NOT NULL
    )""",
)

COLUMNS = {
    "content": ("position", "salt", "body"),
    "kept": ("digest", "bytes"),
    "person": ("id", "salt", "record"),
    "removed": ("removed_by", "position", "person"),
    "subject": ("id", "topic", "forvaltning", "period", "key"),
    "entry": ("position", "subject", "effective", "entry", "amount", "unit"),
    "superseded": ("position", "replaced_by", "subject", "effective", "entry", "amount", "unit"),
}
"""The columns of the tables that are read or written whole, the key first."""

INDEX_TABLES = ("subject", "entry", "superseded")
INDEX = (
    """CREATE TABLE subject (
        id {integer} PRIMARY KEY,
        topic {text} NOT NULL,
        forvaltning {text} NOT NULL,
        period {text} NOT NULL,
        key {text} NOT NULL,
        UNIQUE (topic, forvaltning, period, key)
    )""",
    # Plugins ask by topic and period without förvaltning, which is theirs alone.
    "CREATE INDEX subject_period ON subject (topic, period)",
    """CREATE TABLE entry (
        position {integer} PRIMARY KEY,
        subject {integer},
        effective {integer} NOT NULL,
        entry {integer} NOT NULL,
        amount {integer},
        unit {text} NOT NULL
    )""",
    "CREATE INDEX entry_latest ON entry (subject, effective, entry, position, unit, amount)",
    "CREATE INDEX entry_versions ON entry (entry, position)",
    """CREATE TABLE superseded (
        position {integer} PRIMARY KEY,
        replaced_by {integer} NOT NULL UNIQUE,
        subject {integer},
        effective {integer} NOT NULL,
        entry {integer} NOT NULL,
        amount {integer},
        unit {text} NOT NULL
    )""",
    "CREATE INDEX superseded_totals ON superseded (subject, effective, entry, replaced_by, unit, amount)",
)
