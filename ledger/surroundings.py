"""What a ledger takes from the world around it: the time, chance, and who is at the keyboard.

They are injected together, so that tests and the demonstration can be repeated to the byte. A ledger that was ever
written with other surroundings than the system's says so in its metadata for good.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as clock_time
from random import Random
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def _system_clock() -> int:
    return time.time_ns() // 1000


def _system_user() -> str:
    """The user that the operating system runs the program as, whatever the environment says."""
    try:
        from pwd import getpwuid

        return getpwuid(os.getuid()).pw_name
    except ImportError:  # not a Unix
        return os.getlogin()
    except KeyError:
        return f"uid {os.getuid()}"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The clock (microseconds since 1970, UTC), a source of random bytes, and the system's user."""

    clock: Callable[[], int] = _system_clock
    random: Callable[[int], bytes] = os.urandom
    user: Callable[[], str] = _system_user

    @property
    def injected(self) -> bool:
        """Whether any of them is another than the system's."""
        return (self.clock, self.random, self.user) != (_system_clock, os.urandom, _system_user)

    def today(self) -> date:
        """Today's date in Stockholm, by this clock."""
        return moment(self.clock()).astimezone(STOCKHOLM).date()


def repeatable(seed: int, clock: Callable[[], int], user: str = "demo") -> Surroundings:
    """Surroundings that give the same ids and salts at every run: for tests and the demonstration only."""
    return Surroundings(clock=clock, random=Random(seed).randbytes, user=lambda: user)


def moment(recorded: int) -> datetime:
    """The UTC time of a recorded time in microseconds."""
    return datetime.fromtimestamp(recorded // 1_000_000, UTC).replace(microsecond=recorded % 1_000_000)


def in_utc(recorded: int) -> str:
    """A recorded time as JSON has it, with all its microseconds, so that texts sort as times do."""
    return f"{moment(recorded):%Y-%m-%dT%H:%M:%S.%fZ}"


def microseconds(when: datetime) -> int:
    """The recorded time of a moment; one without a zone is Stockholm's."""
    aware = when if when.tzinfo else when.replace(tzinfo=STOCKHOLM)
    return int(aware.timestamp()) * 1_000_000 + aware.microsecond


def end_of(day: date) -> int:
    """The last microsecond of a day in Stockholm."""
    return microseconds(datetime.combine(day, clock_time(23, 59, 59, 999_999)))
