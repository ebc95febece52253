"""What makes the log provable: pure bytes, no database and no event classes."""

from ledger.integrity.leaf import content_digest, leaf_hash

__all__ = ["content_digest", "leaf_hash"]
