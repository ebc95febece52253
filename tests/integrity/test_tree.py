"""The tree against the published vectors, and against the definitions of RFC 9162 written down as they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.integrity.tree import (
    EMPTY_ROOT,
    GrowingTree,
    Incomplete,
    NodesInMemory,
    Subtree,
    completed,
    consistency_proof,
    inclusion_proof,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

MOST = 600
LEAVES = [sha256(b"\0leaf %d" % number).digest() for number in range(MOST)]
NODES = NodesInMemory(LEAVES)

# The definitions, word for word


def joined(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def divided(start: int, end: int) -> int:
    """k: the largest power of two smaller than n."""
    k = 1
    while k * 2 < end - start:
        k *= 2
    return start + k


@cache
def mth(start: int, end: int) -> bytes:
    """Section 2.1.1."""
    if start == end:
        return EMPTY_ROOT
    if end - start == 1:
        return LEAVES[start]
    k = divided(start, end)
    return joined(mth(start, k), mth(k, end))


def path(index: int, start: int, end: int) -> list[tuple[str, bytes]]:
    """Section 2.1.3.1, each hash with the side that it stands on."""
    if end - start == 1:
        return []
    k = divided(start, end)
    if index < k:
        return [*path(index, start, k), ("right", mth(k, end))]
    return [*path(index, k, end), ("left", mth(start, k))]


def subproof(old: int, start: int, end: int, whole: bool) -> list[tuple[str, bytes]]:
    """Section 2.1.4.1, each hash with the side that it stands on."""
    if old == end:
        return [] if whole else [("here", mth(start, end))]
    k = divided(start, end)
    if old <= k:
        return [*subproof(old, start, k, whole), ("right", mth(k, end))]
    return [*subproof(old, k, end, False), ("left", mth(start, k))]


def hashes(sided: list[tuple[str, bytes]]) -> tuple[bytes, ...]:
    return tuple(hashed for _side, hashed in sided)


def sides(sided: list[tuple[str, bytes]]) -> list[str]:
    return [side for side, _hashed in sided]


@st.composite
def places(draw: st.DrawFn, least: int = 0) -> tuple[int, int]:
    """A leaf and a size of tree that it is in."""
    size = draw(st.integers(least + 1, MOST))
    return draw(st.integers(least, size - 1)), size


# Published vectors: the eight leaves of the reference tests of Certificate Transparency, used since by Trillian and
# transparency-dev/merkle.

REFERENCE = [
    sha256(b"\0" + bytes.fromhex(entry)).digest()
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
REFERENCE_INCLUSIONS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
REFERENCE_CONSISTENCIES = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def test_the_reference_leaves_have_their_known_roots() -> None:
    nodes = NodesInMemory(REFERENCE)
    assert tree_root(nodes, 0).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [tree_root(nodes, size).hex() for size in range(1, 9)] == REFERENCE_ROOTS


@pytest.mark.parametrize(("place", "known"), REFERENCE_INCLUSIONS.items())
def test_the_reference_inclusion_proofs(place: tuple[int, int], known: list[str]) -> None:
    index, size = place
    proof = inclusion_proof(NodesInMemory(REFERENCE), index, size)
    assert [hashed.hex() for hashed in proof] == known
    assert verify_inclusion(REFERENCE[index], index, size, proof, bytes.fromhex(REFERENCE_ROOTS[size - 1]))


@pytest.mark.parametrize(("sizes", "known"), REFERENCE_CONSISTENCIES.items())
def test_the_reference_consistency_proofs(sizes: tuple[int, int], known: list[str]) -> None:
    old, new = sizes
    proof = consistency_proof(NodesInMemory(REFERENCE), old, new)
    assert [hashed.hex() for hashed in proof] == known
    old_root, new_root = (bytes.fromhex(REFERENCE_ROOTS[size - 1]) for size in sizes)
    assert verify_consistency(old, old_root, new, new_root, proof)


# Stored hashes give what the definitions give


def test_every_root_is_as_defined() -> None:
    assert [tree_root(NODES, size) for size in range(MOST + 1)] == [mth(0, size) for size in range(MOST + 1)]


def test_a_tree_that_grows_has_every_root_on_its_way() -> None:
    growing = GrowingTree()
    assert growing.root() == EMPTY_ROOT
    for size, leaf in enumerate(LEAVES, start=1):
        growing.append(leaf)
        assert (growing.size, growing.root()) == (size, mth(0, size))


def assert_included(index: int, size: int) -> None:
    proof = inclusion_proof(NODES, index, size)
    assert proof == hashes(path(index, 0, size))
    assert verify_inclusion(LEAVES[index], index, size, proof, mth(0, size))


def assert_grown(old: int, new: int) -> None:
    proof = consistency_proof(NODES, old, new)
    assert proof == hashes(subproof(old, 0, new, True))
    assert verify_consistency(old, mth(0, old), new, mth(0, new), proof)


@given(places())
def test_an_inclusion_proof_is_as_defined_and_verifies(place: tuple[int, int]) -> None:
    assert_included(*place)


@given(places(least=1))
def test_a_consistency_proof_is_as_defined_and_verifies(sizes: tuple[int, int]) -> None:
    assert_grown(*sizes)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_proof_of_a_small_tree_is_as_defined_and_verifies(size: int) -> None:
    for other in range(size):
        assert_included(other, size)
        assert_grown(other + 1, size)


@pytest.mark.long
def test_every_proof_is_as_defined_and_verifies() -> None:
    for size in range(34, MOST + 1):
        for other in range(size):
            assert_included(other, size)
            assert_grown(other + 1, size)


@pytest.mark.parametrize("size", [0, 1, 2, MOST])
def test_the_same_size_and_an_empty_tree_need_no_hashes(size: int) -> None:
    """The RFC leaves both out. A size has one root, and every tree has grown from the empty one."""
    assert consistency_proof(NODES, size, size) == consistency_proof(NODES, 0, size) == ()
    assert verify_consistency(size, mth(0, size), size, mth(0, size), ())
    assert verify_consistency(0, EMPTY_ROOT, size, mth(0, size), ())
    assert not verify_consistency(size, mth(0, size), size, LEAVES[5], ())
    assert not verify_consistency(size, mth(0, size), size, mth(0, size), (LEAVES[5],))
    assert not verify_consistency(0, LEAVES[5], size, mth(0, size), ())


def test_what_is_not_in_the_tree_has_no_proof() -> None:
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(ValueError, match="is not in a tree"):
            inclusion_proof(NODES, index, size)
    for old, new in ((6, 5), (-1, 5)):
        with pytest.raises(ValueError, match="cannot have grown"):
            consistency_proof(NODES, old, new)


@pytest.mark.parametrize("size", [257, 512, 600])
def test_a_store_that_misses_a_hash_gives_no_root(size: int) -> None:
    """It would be the root of another tree, signed as one of this size."""
    short = NodesInMemory(LEAVES[: size - 1])
    with pytest.raises(Incomplete):
        tree_root(short, size)
    with pytest.raises(Incomplete):
        inclusion_proof(short, 0, size)
    with pytest.raises(Incomplete):
        consistency_proof(short, 256, size)


def test_a_store_that_misses_a_leaf_completes_nothing() -> None:
    with pytest.raises(Incomplete):
        list(completed(NodesInMemory(LEAVES[:299]), 300, LEAVES[300:600]))


# Nothing else verifies


def flipped(raw: bytes, bit: int) -> bytes:
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(raw))


def changed(proof: Sequence[bytes], at: int, bit: int) -> list[bytes]:
    return [flipped(hashed, bit) if place == at else hashed for place, hashed in enumerate(proof)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 257, 600])
def test_no_inclusion_proof_with_a_flipped_bit_verifies(size: int) -> None:
    index, root = size * 2 // 3, mth(0, size)
    proof = inclusion_proof(NODES, index, size)
    for bit in range(256):
        assert not verify_inclusion(flipped(LEAVES[index], bit), index, size, proof, root)
        assert not verify_inclusion(LEAVES[index], index, size, proof, flipped(root, bit))
        for at in range(len(proof)):
            assert not verify_inclusion(LEAVES[index], index, size, changed(proof, at, bit), root)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (2, 3), (3, 4), (4, 8), (6, 8), (256, 257), (255, 600)])
def test_no_consistency_proof_with_a_flipped_bit_verifies(old: int, new: int) -> None:
    proof = consistency_proof(NODES, old, new)
    for bit in range(256):
        assert not verify_consistency(old, flipped(mth(0, old), bit), new, mth(0, new), proof)
        assert not verify_consistency(old, mth(0, old), new, flipped(mth(0, new), bit), proof)
        for at in range(len(proof)):
            assert not verify_consistency(old, mth(0, old), new, mth(0, new), changed(proof, at, bit))


@given(places(), st.integers(-3, MOST + 3))
def test_an_inclusion_proof_holds_for_one_index(place: tuple[int, int], other: int) -> None:
    index, size = place
    proof = inclusion_proof(NODES, index, size)
    assert verify_inclusion(LEAVES[index], other, size, proof, mth(0, size)) == (other == index)


@given(places(), st.integers(-3, MOST))
def test_an_inclusion_proof_with_another_size_is_refused(place: tuple[int, int], other: int) -> None:
    """Save where the way from leaf to root is the same in both: the RFC's algorithm cannot tell those apart, which is why
    size and root are signed together in a checkpoint.
    """
    index, size = place
    proof = inclusion_proof(NODES, index, size)
    same_way = index < other and sides(path(index, 0, size)) == sides(path(index, 0, max(other, index + 1)))
    assert verify_inclusion(LEAVES[index], index, other, proof, mth(0, size)) == same_way


@given(places(least=1), st.integers(-3, MOST + 3))
def test_a_consistency_proof_holds_for_one_old_size(sizes: tuple[int, int], other: int) -> None:
    old, new = sizes
    proof = consistency_proof(NODES, old, new)
    assert verify_consistency(other, mth(0, old), new, mth(0, new), proof) == (other == old)


@given(places(least=1), st.integers(-3, MOST))
def test_a_consistency_proof_with_another_new_size_is_refused(sizes: tuple[int, int], other: int) -> None:
    """Save where the way is the same in both, as for an inclusion proof."""
    old, new = sizes
    proof = consistency_proof(NODES, old, new)
    same_way = old < other and sides(subproof(old, 0, max(other, old), True)) == sides(subproof(old, 0, new, True))
    assert verify_consistency(old, mth(0, old), other, mth(0, new), proof) == same_way


@given(places(), st.data())
def test_hashes_taken_away_added_or_moved_are_refused(place: tuple[int, int], data: st.DataObject) -> None:
    index, size = place
    proof = list(inclusion_proof(NODES, index, size))
    at = data.draw(st.integers(0, len(proof)))
    wrong = [[*proof[:at], extra, *proof[at:]] for extra in (LEAVES[0], mth(0, size), b"")]
    wrong += [proof[:at] + proof[at + 1 :]] if at < len(proof) else []
    wrong += [[*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]]] if at + 1 < len(proof) else []
    assert not any(verify_inclusion(LEAVES[index], index, size, other, mth(0, size)) for other in wrong)


@given(places(least=1), st.data())
def test_a_consistency_proof_is_no_longer_or_shorter(sizes: tuple[int, int], data: st.DataObject) -> None:
    old, new = sizes
    proof = list(consistency_proof(NODES, old, new))
    at = data.draw(st.integers(0, len(proof)))
    wrong = [[*proof[:at], extra, *proof[at:]] for extra in (LEAVES[0], mth(0, old), mth(0, new), b"")]
    wrong += [proof[:at] + proof[at + 1 :]] if at < len(proof) else []
    assert not any(verify_consistency(old, mth(0, old), new, mth(0, new), other) for other in wrong)


def test_a_hash_of_another_length_is_none() -> None:
    """A root that is empty on both sides proves nothing."""
    assert not verify_inclusion(b"", 0, 1, [], b"")
    assert not verify_consistency(3, b"", 3, b"", [])


# What is stored as the tree grows


def stored(nodes: NodesInMemory, size: int) -> list[Subtree]:
    return [
        Subtree(level, index, hashed)
        for level in (8, 16)
        for index, hashed in enumerate(nodes.subtrees(level, 0, size >> level))
    ]


@given(st.lists(st.integers(0, MOST), max_size=8))
def test_subtrees_are_the_same_however_the_leaves_came(cuts: list[int]) -> None:
    """Recordings of any sizes keep what one recording would have kept."""
    bounds = [0, *sorted(cuts), MOST]
    found = [subtree for start, end in pairwise(bounds) for subtree in completed(NODES, start, LEAVES[start:end])]
    assert found == stored(NODES, MOST) == [Subtree(8, 0, mth(0, 256)), Subtree(8, 1, mth(256, 512))]


class Unasked:
    """Nodes that nobody may ask."""

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        raise AssertionError((start, end))

    def subtrees(self, level: int, start: int, end: int) -> Sequence[bytes]:
        raise AssertionError((level, start, end))


def test_a_leaf_that_completes_nothing_asks_nothing() -> None:
    assert not list(completed(Unasked(), 256, LEAVES[256:511]))
    assert list(completed(Unasked(), 0, LEAVES[:256])) == [Subtree(8, 0, mth(0, 256))]


class Counted:
    """How many hashes were asked for."""

    def __init__(self, nodes: NodesInMemory):
        self.nodes, self.asked = nodes, 0

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        self.asked += end - start
        return self.nodes.leaves(start, end)

    def subtrees(self, level: int, start: int, end: int) -> Sequence[bytes]:
        self.asked += end - start
        return self.nodes.subtrees(level, start, end)


MANY = 2 * 65_536 + 3 * 256 + 5


@pytest.fixture(scope="module")
def many() -> list[bytes]:
    """More leaves than two of the larger subtrees hold."""
    return [sha256(b"\0%d" % number).digest() for number in range(MANY)]


@pytest.fixture(scope="module")
def large(many: list[bytes]) -> NodesInMemory:
    return NodesInMemory(many)


def test_the_larger_subtrees_are_completed_too(many: list[bytes], large: NodesInMemory) -> None:
    """At once, in two halves that meet anywhere, and by the one leaf that completes both levels."""
    assert sorted(completed(NodesInMemory(), 0, many), key=lambda subtree: subtree.level) == stored(large, MANY)
    for cut in (1, 300, 65_535, 65_536, 65_537, 100_000):
        halves = [*completed(large, 0, many[:cut]), *completed(large, cut, many[cut:])]
        assert sorted(halves, key=lambda subtree: (subtree.level, subtree.index)) == stored(large, MANY)
    last = list(completed(large, 65_535, many[65_535:65_536]))
    assert [(subtree.level, subtree.index) for subtree in last] == [(8, 255), (16, 0)]


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_536 + 256, 2 * 65_536 - 1, 2 * 65_536, MANY - 1, MANY])
def test_a_large_tree_is_read_in_few_hashes(many: list[bytes], large: NodesInMemory, size: int) -> None:
    """Roots and proofs agree with the leaves alone, and ask for a few hundred hashes, never for thousands."""
    growing = GrowingTree()
    for leaf in many[:size]:
        growing.append(leaf)
    root = growing.root()
    asking = Counted(large)
    assert tree_root(asking, size) == root
    for index in {0, 1, 255, 256, 65_535, 65_536, 70_000, size - 1} & set(range(size)):
        assert verify_inclusion(many[index], index, size, inclusion_proof(asking, index, size), root)
        assert asking.asked <= 3 * 256 + 3 * 256 + 2
        asking.asked = 0
        old, old_root = index + 1, tree_root(large, index + 1)
        assert verify_consistency(old, old_root, size, root, consistency_proof(asking, old, size))
        assert asking.asked <= 3 * 256 + 3 * 256 + 2
        asking.asked = 0
