"""What the tests need of pymerkle, another implementation of RFC 9162."""

from __future__ import annotations

from pymerkle import ConsistencyProof

from ledger.integrity.tree import node_hash


def folded(proof: ConsistencyProof) -> list[bytes]:
    """Their proof as the RFC has it: what lies right after the old tree in one hash, after the old tree's last subtree,
    which the RFC leaves out where it is the whole old tree.
    """
    at = proof.subset.index(1) if 1 in proof.subset else 0
    right, *more = proof.path[:at]
    for hashed in more:
        right = node_hash(right, hashed)
    last = [proof.path[at]] if sum(proof.subset) > 1 else []
    return [*last, right, *proof.path[at + 1 :]]
