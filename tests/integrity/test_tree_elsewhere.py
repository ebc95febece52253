"""The same trees in another implementation: pymerkle, which is GPLv3 and so is only ever a test's.

Its roots and inclusion proofs are RFC 9162's, with the leaf itself as the first hash. Its consistency proofs are not: it
goes on dividing what lies right after the old tree down to a single leaf, where the RFC has that part in one hash. Theirs
can be folded to ours, and ours can be handed to it where that part is a single leaf.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import ConsistencyProof, InclusionProof, InmemoryTree
from pymerkle.proof import InvalidProof

from elsewhere import folded
from ledger.integrity.tree import (
    NodesInMemory,
    consistency_proof,
    inclusion_proof,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

MOST = 300

THEIRS = InmemoryTree(algorithm="sha256")
THEIRS.append_entries([b"entry %d" % number for number in range(MOST)])
LEAVES = [THEIRS.get_leaf(index) for index in range(1, MOST + 1)]
OURS = NodesInMemory(LEAVES)

sizes = st.integers(1, MOST).flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new)))


def test_both_have_the_same_roots() -> None:
    assert [tree_root(OURS, size) for size in range(MOST + 1)] == [THEIRS.get_root(size) for size in range(MOST + 1)]


@given(sizes)
def test_each_verifies_the_inclusion_proofs_of_the_other(place: tuple[int, int]) -> None:
    number, size = place  # theirs are counted from 1
    theirs, root = THEIRS.prove_inclusion(number, size), tree_root(OURS, size)
    leaf, *path = theirs.path
    assert verify_inclusion(leaf, number - 1, size, path, root)
    ours = inclusion_proof(OURS, number - 1, size)
    InclusionProof("sha256", True, size, number, theirs.rule, [LEAVES[number - 1], *ours]).verify(
        LEAVES[number - 1], root, number, size
    )


@given(sizes.filter(lambda pair: pair[0] < pair[1]))
def test_we_verify_their_consistency_proofs(pair: tuple[int, int]) -> None:
    old, new = pair
    theirs = folded(THEIRS.prove_consistency(old, new))
    assert tuple(theirs) == consistency_proof(OURS, old, new)
    assert verify_consistency(old, THEIRS.get_root(old), new, THEIRS.get_root(new), theirs)


def test_they_verify_our_consistency_proofs_of_one_more_leaf() -> None:
    """One leaf after another is every growth there is."""
    for old in range(1, MOST):
        layout = THEIRS.prove_consistency(old, old + 1)
        old_root, new_root = tree_root(OURS, old), tree_root(OURS, old + 1)
        ours = consistency_proof(OURS, old, old + 1)
        last, leaf, *beside = ours if old & (old - 1) else (old_root, *ours)
        proof = ConsistencyProof("sha256", True, old + 1, old, layout.rule, layout.subset, [leaf, last, *beside])
        proof.verify(old_root, new_root, old, old + 1)
        with pytest.raises(InvalidProof):
            proof.verify(new_root, new_root, old, old + 1)
