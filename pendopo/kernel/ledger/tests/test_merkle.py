"""The tree: vectors of the certificate-transparency reference, then a naive twin."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.ledger import merkle

INPUTS = [
    bytes.fromhex(text)
    for text in (
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
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves: list[bytes]) -> bytes:
    """Write down the definition of RFC 9162, 2.1.1, without any thought of speed."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def node_over(leaves: list[bytes]) -> merkle.Node:
    return lambda level, index: naive_root(leaves[index << level : (index + 1) << level])


def some_leaves(count: int) -> list[bytes]:
    return [merkle.leaf(number.to_bytes(4)) for number in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_equal_the_published_vectors(size):
    leaves = [merkle.leaf(data) for data in INPUTS]
    assert merkle.root(size, node_over(leaves)).hex() == ROOTS[size - 1]


def test_the_empty_tree_is_the_hash_of_nothing():
    assert merkle.root(0, node_over([])).hex() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            2,
            3,
            ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
        ),
    ],
)
def test_inclusion_proofs_equal_the_published_vectors(index, size, path):
    leaves = [merkle.leaf(data) for data in INPUTS]
    assert [part.hex() for part in merkle.inclusion(index, size, node_over(leaves))] == path


def test_a_consistency_proof_equals_the_published_vector():
    leaves = [merkle.leaf(data) for data in INPUTS]
    assert [part.hex() for part in merkle.consistency(6, 8, node_over(leaves))] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(st.integers(0, 300))
def test_a_growing_tree_has_the_root_of_the_definition(size):
    growing = merkle.Growing()
    growing.extend(some_leaves(size))
    assert (growing.size, growing.root()) == (size, naive_root(some_leaves(size)))


@given(st.data())
def test_every_leaf_is_proved_and_no_other_root_accepts_the_proof(data):
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size)
    path = merkle.inclusion(index, size, node_over(leaves))
    assert merkle.is_included(index, size, leaves[index], path, naive_root(leaves))
    altered = [*leaves[:index], merkle.leaf(b"altered"), *leaves[index + 1 :]]
    assert not merkle.is_included(index, size, leaves[index], path, naive_root(altered))
    assert not merkle.is_included(index, size, altered[index], path, naive_root(leaves))


@given(st.data())
def test_a_longer_tree_is_proved_consistent_and_a_changed_past_is_not(data):
    second = data.draw(st.integers(1, 300))
    first = data.draw(st.integers(1, second))
    leaves = some_leaves(second)
    old, new = naive_root(leaves[:first]), naive_root(leaves)
    path = merkle.consistency(first, second, node_over(leaves))
    assert merkle.is_consistent(first, second, old, new, path)
    index = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves[:index], merkle.leaf(b"altered"), *leaves[index + 1 :]]
    other = merkle.consistency(first, second, node_over(rewritten))
    assert not merkle.is_consistent(first, second, old, naive_root(rewritten), other)


@given(st.data())
def test_a_proof_with_one_hash_more_less_or_changed_is_refused(data):
    size = data.draw(st.integers(2, 200))
    first = data.draw(st.integers(1, size - 1))
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size)
    node, top = node_over(leaves), naive_root(leaves)
    included = merkle.inclusion(index, size, node)
    follows = merkle.consistency(first, size, node)
    spot = data.draw(st.integers(0, min(len(included), len(follows)) - 1))
    for spoil in (
        lambda p: [*p, top],
        lambda p: p[:-1],
        lambda p: [*p[:spot], top, *p[spot + 1 :]],
    ):
        assert not merkle.is_included(index, size, leaves[index], spoil(included), top)
        assert not merkle.is_consistent(
            first, size, naive_root(leaves[:first]), top, spoil(follows)
        )


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion(index, size, node_over(some_leaves(3)))
    assert not merkle.is_included(index, size, merkle.EMPTY, [], merkle.EMPTY)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_no_proof_leads_from_nothing_or_backwards(first, second):
    with pytest.raises(ValueError, match="no proof"):
        merkle.consistency(first, second, node_over(some_leaves(4)))
    assert not merkle.is_consistent(first, second, merkle.EMPTY, merkle.EMPTY, [])
