"""The Merkle tree of RFC 9162, section 2.1, over SHA-256: roots, inclusion and consistency proofs, and how anybody checks them.

Pure. A tree of n leaves is a left-balanced binary tree; a subtree is complete when it has 2**level leaves, and then never changes
again. What is stored are complete subtrees, named (level, number); every proof is made of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()

Node = tuple[int, int]  # level, number: the subtree over leaves [number << level, (number + 1) << level)
Range = tuple[int, int]  # leaves from, up to but without


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    grown = Growth()
    for leaf in leaves:
        grown.push(leaf)
    return grown.root()


def inclusion_path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The path of one leaf in a tree that is small enough to be at hand."""
    return tuple(root(leaves[first:end]) for first, end in inclusion_ranges(index, len(leaves)))


class Growth:
    """A tree that only its right edge is remembered of: enough to add leaves and to know the root."""

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        assert len(edge) == size.bit_count(), "one hash for each complete subtree, the largest first"
        self.size, self.edge = size, list(edge)

    def push(self, leaf: bytes) -> list[bytes]:
        """Add a leaf; the hashes of the complete subtrees that it completes, from its own up."""
        completed = [leaf]
        while self.size >> (len(completed) - 1) & 1:
            completed.append(node_hash(self.edge.pop(), completed[-1]))
        self.edge.append(completed[-1])
        self.size += 1
        return completed

    def root(self) -> bytes:
        return folded(self.edge) if self.edge else EMPTY


def folded(subtrees: Sequence[bytes]) -> bytes:
    """The hash over neighbouring complete subtrees, each smaller than the one before."""
    *left, whole = subtrees
    for each in reversed(left):
        whole = node_hash(each, whole)
    return whole


def subtrees(leaves: Range) -> tuple[Node, ...]:
    """The complete subtrees of a range that begins where a tree or a subtree begins, the largest first."""
    first, end = leaves
    found: list[Node] = []
    while first < end:
        level = (end - first).bit_length() - 1
        found.append((level, first >> level))
        first += 1 << level
    return tuple(found)


def completed_by(node: Node) -> int:
    """The leaf that completes a subtree: its last one."""
    level, number = node
    return ((number + 1) << level) - 1


def inclusion_ranges(index: int, size: int) -> tuple[Range, ...]:
    """What the path of a leaf is made of (RFC 9162, 2.1.3.1), from the leaf's sibling up."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path: list[Range] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((first, middle))
            first = middle
    return tuple(reversed(path))


def consistency_ranges(old: int, new: int) -> tuple[Range, ...]:
    """What the proof that a tree of `old` leaves is the beginning of one of `new` is made of (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} cannot be the beginning of one of {new}")
    path: list[Range] = []
    first, end, known = 0, new, True  # known: whoever asks has the root of [first, old) already
    while end > old:
        middle = first + _split(end - first)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((first, middle))
            first, known = middle, False
    return tuple(reversed(path if known else [*path, (first, end)]))


def _split(size: int) -> int:
    """The largest power of two that is smaller than the size."""
    return 1 << (size - 1).bit_length() - 1


def root_of_inclusion(leaf: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that this path leads to (RFC 9162, 2.1.3.2); None where it cannot belong to such a leaf."""
    if not 0 <= index < size:
        return None
    place, last, reached = index, size - 1, leaf
    for each in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            reached = node_hash(each, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, each)
        place, last = place >> 1, last >> 1
    return reached if last == 0 else None


def is_consistent(*, old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the old tree is the beginning of the new one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    given = [old_root, *path] if old.bit_count() == 1 else list(path)
    if not given:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    return _both_roots(given, place, last) == (old_root, new_root)


def _both_roots(given: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    old = new = given[0]
    for each in given[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, each)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None
