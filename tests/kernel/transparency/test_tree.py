"""The Merkle tree against one that is written as RFC 9162 defines it, leaf by leaf and root by root."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.transparency import tree

LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(140)]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, over leaf hashes."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of 2.1.3.1."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*naive_path(index, leaves[:split]), naive_root(leaves[split:])]
    return [*naive_path(index - split, leaves[split:]), naive_root(leaves[:split])]


def naive_proof(old: int, leaves: list[bytes], known: bool = True) -> list[bytes]:
    """SUBPROOF of 2.1.4.1."""
    if old == len(leaves):
        return [] if known else [naive_root(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if old <= split:
        return [*naive_proof(old, leaves[:split], known), naive_root(leaves[split:])]
    return [*naive_proof(old - split, leaves[split:], False), naive_root(leaves[:split])]


def stored(leaves: list[bytes]) -> dict[tree.Node, bytes]:
    """Complete subtrees as the log stores them: with the leaf that completes each."""
    grown, kept = tree.Growth(), dict[tree.Node, bytes]()
    for index, leaf in enumerate(leaves):
        for level, each in enumerate(grown.push(leaf)):
            kept[level, index >> level] = each
    return kept


def from_store(kept: dict[tree.Node, bytes], ranges: tuple[tree.Range, ...]) -> list[bytes]:
    return [tree.folded([kept[node] for node in tree.subtrees(each)]) for each in ranges]


sizes = st.integers(1, len(LEAVES))


@given(st.integers(0, len(LEAVES)))
def test_a_root_is_that_of_the_definition(size: int) -> None:
    assert tree.root(LEAVES[:size]) == naive_root(LEAVES[:size])


@given(sizes, st.data())
def test_an_inclusion_path_is_that_of_the_definition_and_leads_to_the_root(size: int, data: st.DataObject) -> None:
    index, leaves = data.draw(st.integers(0, size - 1)), LEAVES[:size]
    path = from_store(stored(leaves), tree.inclusion_ranges(index, size))
    assert path == naive_path(index, leaves) == list(tree.inclusion_path(leaves, index))
    assert tree.root_of_inclusion(leaves[index], index=index, size=size, path=path) == naive_root(leaves)


@given(sizes, st.data())
def test_a_consistency_proof_is_that_of_the_definition_and_holds(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    path = from_store(stored(LEAVES[:new]), tree.consistency_ranges(old, new))
    assert path == naive_proof(old, LEAVES[:new])
    roots = {"old_root": naive_root(LEAVES[:old]), "new_root": naive_root(LEAVES[:new])}
    assert tree.is_consistent(old=old, new=new, path=path, **roots)


@given(sizes, st.data())
def test_a_path_that_was_touched_leads_elsewhere(size: int, data: st.DataObject) -> None:
    index, leaves = data.draw(st.integers(0, size - 1)), LEAVES[:size]
    path = list(tree.inclusion_path(leaves, index))
    right = naive_root(leaves)
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index)) if size > 1 else size
    assert tree.root_of_inclusion(leaves[index], index=other, size=size, path=path) != right
    assert tree.root_of_inclusion(tree.leaf_hash(b"another"), index=index, size=size, path=path) != right
    assert tree.root_of_inclusion(leaves[index], index=index, size=size, path=[*path, right]) != right
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        assert tree.root_of_inclusion(leaves[index], index=index, size=size, path=path[:place] + path[place + 1 :]) != right
        path[place] = bytes(32)
        assert tree.root_of_inclusion(leaves[index], index=index, size=size, path=path) != right


@given(sizes, st.data())
def test_a_log_that_was_rewritten_is_not_consistent_with_what_it_was(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    rewritten = [*LEAVES[:changed], tree.leaf_hash(b"another past"), *LEAVES[changed + 1 : new]]
    path = from_store(stored(rewritten), tree.consistency_ranges(old, new))
    roots = {"old_root": naive_root(LEAVES[:old]), "new_root": naive_root(rewritten)}
    assert not tree.is_consistent(old=old, new=new, path=path, **roots)


@given(sizes, st.data())
def test_a_consistency_proof_that_was_touched_does_not_hold(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    path = naive_proof(old, LEAVES[:new])
    roots = {"old_root": naive_root(LEAVES[:old]), "new_root": naive_root(LEAVES[:new])}
    assert not tree.is_consistent(old=old, new=new, path=[*path, bytes(32)], **roots)
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        assert not tree.is_consistent(old=old, new=new, path=path[:place] + path[place + 1 :], **roots)
        path[place] = bytes(32)
        assert not tree.is_consistent(old=old, new=new, path=path, **roots)


@given(sizes)
def test_a_tree_goes_on_growing_from_its_edge(size: int) -> None:
    kept = stored(LEAVES[:size])
    grown = tree.Growth(size, [kept[node] for node in tree.subtrees((0, size))])
    grown.push(LEAVES[0])
    assert grown.root() == naive_root([*LEAVES[:size], LEAVES[0]])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_what_is_not_in_a_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        tree.inclusion_ranges(index, size)
    assert tree.root_of_inclusion(LEAVES[0], index=index, size=size, path=[]) is None


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_a_log_does_not_shrink_and_nothing_is_no_beginning(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="cannot be the beginning"):
        tree.consistency_ranges(old, new)
    assert not tree.is_consistent(old=old, old_root=LEAVES[0], new=new, new_root=LEAVES[1], path=[])


def test_vectors_of_certificate_transparency() -> None:
    """The eight inputs that every implementation of RFC 6962 has in its tests."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [tree.leaf_hash(bytes.fromhex(each)) for each in inputs]
    assert tree.root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree.root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
