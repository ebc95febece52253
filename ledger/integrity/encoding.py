"""Bytes and numbers as the C2SP formats write them, read strictly: what can be written in two ways would be two proofs
of one thing, so only the one that we would write ourselves is read.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence

from ledger.language import _
from ledger.problems import refused

_DECIMAL = re.compile("0|[1-9][0-9]{0,18}")  # no leading zeroes, and below 2⁶⁴ as others keep it


def base64_of(raw: bytes) -> str:
    """Standard base64 with padding: RFC 4648 section 4."""
    return b64encode(raw).decode()


def bytes_of(base64: str) -> bytes:
    """The bytes that ``base64`` stands for; ValueError for what ``base64_of`` would not have written."""
    try:
        raw = b64decode(base64, validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from None
    if base64_of(raw) != base64:  # the last character has bits to spare
        raise ValueError("not canonical base64")
    return raw


def hashes_of(lines: Iterable[str]) -> tuple[bytes, ...]:
    """The hashes of a proof, one a line; ValueError for what is not SHA-256."""
    hashes = tuple(map(bytes_of, lines))
    if any(len(hashed) != 32 for hashed in hashes):
        raise ValueError("a hash of another length")
    return hashes


def lines_of(hashes: Sequence[bytes]) -> str:
    """The hashes of a proof, one a line."""
    return "".join(f"{base64_of(hashed)}\n" for hashed in hashes)


def number_of(decimal: str) -> int:
    """A size or an index in ASCII decimals; ValueError for anything else."""
    if not _DECIMAL.fullmatch(decimal):
        raise ValueError("not a decimal number")
    return int(decimal)


def text_of(raw: bytes) -> str:
    """The text of a file that is to be parsed. Line ends stay as they are, since signatures are over bytes."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise refused(_("filen är inte text i UTF-8"), _("hämta den på nytt")) from None
