"""The Merkle tree of RFC 9162 section 2.1 over leaf hashes that lie elsewhere: roots, proofs and their verification.

The tree is never stored whole. A store keeps every leaf hash and, of each complete subtree of 256 and of 65 536 leaves,
the one hash above it; everything else is worked out from those. So a proof over a million leaves reads a few hundred
hashes, and an appended leaf mostly costs nothing (``completed``).

Ranges are half open and leaves are counted from 0, as in the RFC: D[start:end] is leaf ``start`` up to ``end`` - 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves: MTH({}), section 2.1.1."""

LOW, HIGH = 8, 16
"""The levels whose complete subtrees are stored: one hash above 2⁸ = 256 leaves, and one above 2¹⁶ = 65 536."""

STORED_LEVELS = (LOW, HIGH)

Proof = tuple[bytes, ...]
"""The hashes of a proof, in the order of the RFC: from the bottom of the tree upwards."""

Range = tuple[int, int]


class Nodes(Protocol):
    """What is stored of a tree."""

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """The leaf hashes of D[start:end], in order."""

    def subtrees(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The hashes of complete subtrees of 2^level leaves, in order: of those ``start`` up to ``end`` - 1."""


class Incomplete(Exception):  # noqa: N818  what is wrong is the store, not the one who asked
    """The store did not have all the hashes of a range. What they would have given is the hash of another tree."""


@dataclass(frozen=True, slots=True)
class Subtree:
    """A complete subtree to be stored: the ``index``-th of 2^level leaves, and the hash above them."""

    level: int
    index: int
    hash: bytes


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side; the byte 1 keeps it from being taken for a leaf's (section 2.1.1)."""
    return sha256(b"\1" + left + right).digest()


# What the stored hashes give


def tree_root(nodes: Nodes, size: int) -> bytes:
    """The root of the first ``size`` leaves: MTH(D[0:size])."""
    return _hash(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> Proof:
    """That leaf ``index`` is in the tree of the first ``size`` leaves: PATH(index, D[0:size]), section 2.1.3.1."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size} leaves")
    return tuple(_hash(nodes, *beside) for beside in _beside_leaf(index, size))


def consistency_proof(nodes: Nodes, old: int, new: int) -> Proof:
    """That the first ``old`` leaves are the same in the tree of ``new``: PROOF(old, D[0:new]), section 2.1.4.1.

    No hash is needed where nothing came after, nor where nothing was before.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} leaves cannot have grown to {new}")
    return tuple(_hash(nodes, *part) for part in _consistency_ranges(old, new)) if 0 < old < new else ()


def _split(start: int, end: int) -> int:
    """Where the RFC divides D[start:end]: after the largest power of two that is less than its length."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _beside_leaf(index: int, size: int) -> list[Range]:
    """What stands beside the way from a leaf to the root, from the leaf upwards."""
    start, end = 0, size
    beside: list[Range] = []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return beside[::-1]


def _consistency_ranges(old: int, new: int) -> list[Range]:
    """SUBPROOF(old, D[0:new], true), from below: what stands beside the way down to where the old tree ends, with the
    old tree's last complete subtree first, unless that is the whole old tree, whose root the verifier has.
    """
    start, end = 0, new
    beside: list[Range] = []
    while end != old:
        middle = _split(start, end)
        if old <= middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return ([(start, end)] if start else []) + beside[::-1]


def _hash(nodes: Nodes, start: int, end: int) -> bytes:
    """MTH(D[start:end]) of a range that the RFC's division makes, so ``start`` is a multiple of all that fits in it."""
    low, high = (start + ((end - start) >> level << level) for level in STORED_LEVELS)
    hashed = None
    if low < end:
        hashed = _folded(_whole(nodes.leaves(low, end), end - low))
    if high < low:
        hashed = _folded(_whole(nodes.subtrees(LOW, high >> LOW, low >> LOW), low - high >> LOW), hashed)
    if start < high:
        hashed = _folded(_whole(nodes.subtrees(HIGH, start >> HIGH, high >> HIGH), high - start >> HIGH), hashed)
    if hashed is None:
        raise ValueError("a range without leaves has no hash")
    return hashed


def _whole(row: Sequence[bytes], count: int) -> Sequence[bytes]:
    """The row, if nothing is missing in it: a root that is signed has to be of the size that is signed with it."""
    if len(row) != count:
        raise Incomplete(f"{len(row)} hashes where there are {count} in the tree")
    return row


def _folded(row: Sequence[bytes], right: bytes | None = None) -> bytes | None:
    """The hash over complete subtrees of one size, and over what lies ``right`` of them and is smaller than they.

    Pairs are joined level by level. One left over is a complete subtree of the range, which joins with all to the right
    of it.
    """
    while row:
        if len(row) % 2:
            right = row[-1] if right is None else node_hash(row[-1], right)
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
    return right


# What the store has to keep as the tree grows


def completed(nodes: Nodes, size: int, appended: Sequence[bytes]) -> Iterator[Subtree]:
    """The subtrees that become complete when ``appended`` leaves come after the first ``size``; the lower level first.

    ``nodes`` is asked only for what was there before, and only if a subtree becomes complete: once in 256 leaves.
    """
    low = list(_completed(LOW, nodes.leaves, size, appended))
    yield from low
    if low:
        below = [subtree.hash for subtree in low]
        yield from _completed(HIGH, lambda start, end: nodes.subtrees(LOW, start, end), size >> LOW, below)


class _Stored(Protocol):
    def __call__(self, start: int, end: int) -> Sequence[bytes]:
        """Hashes of one level that are stored already."""


def _completed(level: int, stored: _Stored, size: int, appended: Sequence[bytes]) -> Iterator[Subtree]:
    """The subtrees of ``level`` over hashes of the level below it, ``size`` of which are stored."""
    grown = size + len(appended)
    for index in range(size >> LOW, grown >> LOW):
        start, end = index << LOW, index + 1 << LOW
        before = list(_whole(stored(start, size), size - start)) if start < size else []
        hashed = _folded(before + list(appended[max(start - size, 0) : end - size]))
        assert hashed is not None
        yield Subtree(level, index, hashed)


@dataclass(slots=True)
class GrowingTree:
    """The root of a tree as its leaves go by, in little memory: section 2.1.2, whose stack this keeps.

    For whoever reads the whole log and trusts nothing that is stored above the leaves.
    """

    size: int = 0
    _complete: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[Subtree]:
        """Add a leaf, and say which subtrees of the stored levels it completes."""
        subtrees: list[Subtree] = []
        self.size += 1
        hashed, level, count = leaf, 0, self.size
        while not count & 1:  # as many of this size are complete, and two join
            hashed = node_hash(self._complete.pop(), hashed)
            level, count = level + 1, count >> 1
            if level in STORED_LEVELS:
                subtrees.append(Subtree(level, count - 1, hashed))
        self._complete.append(hashed)
        return subtrees

    def root(self) -> bytes:
        """The root of the leaves so far."""
        if not self._complete:
            return EMPTY_ROOT
        *left, hashed = self._complete
        for subtree in reversed(left):
            hashed = node_hash(subtree, hashed)
        return hashed


class NodesInMemory:
    """What a store would keep of a tree, in lists."""

    def __init__(self, leaves: Iterable[bytes] = ()):
        self._hashes: dict[int, list[bytes]] = {0: [], LOW: [], HIGH: []}
        self._tree = GrowingTree()
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        """Add a leaf, and the hash of each subtree that it completes."""
        self._hashes[0].append(leaf)
        for subtree in self._tree.append(leaf):
            self._hashes[subtree.level].append(subtree.hash)

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """The leaf hashes of D[start:end]."""
        return self._hashes[0][start:end]

    def subtrees(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The hashes of complete subtrees of ``level``."""
        return self._hashes[level][start:end]


# What anybody can verify with nothing stored


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` leads from the leaf at ``index`` to the root of a tree of ``size``: section 2.1.3.2."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    at, last = index, size - 1
    hashed = leaf
    for beside in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            hashed = node_hash(beside, hashed)
            while at and not at % 2:  # the last subtree has no neighbour until its place is odd
                at, last = at >> 1, last >> 1
        else:
            hashed = node_hash(hashed, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and hashed == root


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` leads to both roots, so that nothing of the old tree was changed: section 2.1.4.2."""
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == new:  # nothing came after: the RFC has no proof of that, nor of what follows an empty tree
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if not proof:
        return False
    return _grown(old, old_root, new, proof) == (old_root, new_root)


def _grown(old: int, old_root: bytes, new: int, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root that ``proof`` leads to, or None if it has too many hashes or too few."""
    first, *path = proof if old & (old - 1) else (old_root, *proof)  # an old tree that is complete stands for itself
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    before = after = first
    for beside in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, beside)
        at, last = at >> 1, last >> 1
    return (before, after) if last == 0 else None


def _are_hashes(*hashes: bytes) -> bool:
    return all(len(hashed) == len(EMPTY_ROOT) for hashed in hashes)
