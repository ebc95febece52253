"""What makes the log provable: leaves, their tree, checkpoints and proofs. No database and no event classes.

The parts that only a proof needs are asked for by module: ``tree``, ``keys``, ``note``, ``checkpoint``, ``proof``.
"""

from ledger.integrity.leaf import content_digest, leaf_hash

__all__ = ["content_digest", "leaf_hash"]
