"""Leaf hashes, as RFC 9162 section 2.1.1 has them: SHA-256(0x00 ‖ entry).

An entry is a frame (recorded time, stream, version, topic) and the stored envelope, byte for byte. The envelope holds a
digest of the salt and the content, so the content can be removed one day while the leaf and every proof still hold.
"""

from __future__ import annotations

from hashlib import sha256
from json.encoder import encode_basestring as _quoted


def leaf_hash(recorded: int, stream: str, version: int, topic: str, envelope: bytes) -> bytes:
    """The 32 bytes that stand for an event in the tree."""
    frame = f"[{recorded:d},{_quoted(stream)},{version:d},{_quoted(topic)}]"  # json.dumps, faster
    return sha256(b"\0" + frame.encode() + b"\n" + envelope).digest()


def content_digest(salt: bytes, content: bytes) -> str:
    """SHA-256(salt ‖ content) in hex: says that content is unchanged, and nothing of what it says."""
    return sha256(salt + content).hexdigest()
