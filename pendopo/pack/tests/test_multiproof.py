"""One proof for many leaves: the same root as the whole tree, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pendopo.kernel.ledger import merkle
from pendopo.pack import multiproof
from pendopo.pack.tests.making import node_over


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf(str(place).encode()) for place in range(size)]


@st.composite
def trees(draw: st.DrawFn) -> tuple[int, list[int]]:
    size = draw(st.integers(1, 140))
    return size, sorted(draw(st.sets(st.integers(0, size - 1))))


@given(trees())
@settings(deadline=None)
def test_the_proof_leads_to_the_root(tree: tuple[int, list[int]]) -> None:
    size, places = tree
    every = leaves(size)
    node = node_over(every)
    proof = list(multiproof.build(places, size, node))
    wanted = [every[place] for place in places]
    top = merkle.root(size, node)
    assert multiproof.root(size, places, wanted, iter(proof)) == top
    if len(places) == size:
        assert proof == []


@given(trees(), st.data())
@settings(deadline=None)
def test_another_leaf_or_another_proof_does_not(
    tree: tuple[int, list[int]], data: st.DataObject
) -> None:
    size, places = tree
    every = leaves(size)
    node = node_over(every)
    proof = list(multiproof.build(places, size, node))
    wanted = [every[place] for place in places]
    with pytest.raises(multiproof.ProofDoesNotFit):
        multiproof.root(size, places, wanted, iter([*proof, b"x" * 32]))
    if proof:
        with pytest.raises(multiproof.ProofDoesNotFit):
            multiproof.root(size, places, wanted, iter(proof[:-1]))
    if wanted:
        spoilt = data.draw(st.integers(0, len(wanted) - 1))
        wanted[spoilt] = merkle.leaf(b"another")
        found = multiproof.root(size, places, wanted, iter(proof))
        assert found != merkle.root(size, node)


def test_an_impossible_size_costs_nothing() -> None:
    with pytest.raises(multiproof.ProofDoesNotFit):
        multiproof.root(2**48, [5], [b"x" * 32], iter([]))
    with pytest.raises(multiproof.ProofDoesNotFit):
        multiproof.root(3, [3], [b"x" * 32], iter([]))
