"""The log as outside tools read it: from tiles alone the root of every checkpoint can be computed."""

from __future__ import annotations

from datetime import datetime

import pytest

from tongban.kernel import transparency
from tongban.kernel.models import LogLeaf
from tongban.kernel.transparency import log, tiles, tree

pytestmark = pytest.mark.django_db
SIZE = 700


@pytest.fixture
def leaves(at: datetime) -> list[bytes]:
    """A log of 700 batches; the hashes of its leaves."""
    given = [log.Batch(number % 16, 1 + number // 16, 1 + number // 16, tree.leaf_hash(bytes([number % 256]))) for number in range(SIZE)]
    log.ends(range(16))
    log.append(given)
    return [tree.leaf_hash(batch.entry) for batch in given]


def test_tiles_hold_the_hashes_of_the_tree(leaves: list[bytes]) -> None:
    assert transparency.tile("0/000") == b"".join(leaves[:256])
    assert transparency.tile("0/001") == b"".join(leaves[256:512])
    assert transparency.tile("0/002.p/188") == b"".join(leaves[512:])
    assert transparency.tile("1/000.p/2") == tree.root(leaves[:256]) + tree.root(leaves[256:512])


def test_entries_hash_to_the_leaves(leaves: list[bytes]) -> None:
    bundle, hashes = transparency.tile("entries/001"), []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        hashes.append(tree.leaf_hash(bundle[2 : 2 + length]))
        bundle = bundle[2 + length :]
    assert hashes == leaves[256:512]
    assert LogLeaf.objects.count() == SIZE


@pytest.mark.parametrize(
    "place",
    ["0/003", "0/002", "0/002.p/189", "1/000", "2/000.p/1", "63/000", "64/000", "0/0", "0/x000/000", "0/000.p/256", "0/000.p/0", "-1/000"]
    + ["entries/003", "0/x999/x999/x999/x999/x999/999", "0/000\n", "", "0/../000", "00/000", "0/000.p/012"],
)
def test_what_is_no_tile_of_this_log_is_refused(leaves: list[bytes], place: str) -> None:
    with pytest.raises(transparency.NoSuchTile):
        transparency.tile(place)


@pytest.mark.parametrize(("number", "path"), [(0, "000"), (67, "067"), (1234067, "x001/x234/067"), (1000, "x001/000")])
def test_numbers_are_written_as_the_standard_says(number: int, path: str) -> None:
    assert tiles._path(number) == path
    assert tiles.placed(f"3/{path}") == tiles.Tile(3, number, 256)
