"""Nobody few is seen: not in a cell, and not by taking the others from the total."""

from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.lake import hiding
from pendopo.kernel.lake.hiding import Hidden, hide

tables = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=9
)


def _published(counts: dict[str, int]) -> tuple[object, ...]:
    """Return everything that the public sees of a table."""
    hidden = hide(counts)
    shown = {key: n for key, n in counts.items() if key not in hidden.cells}
    return shown, hidden.cells, None if hidden.total else sum(counts.values())


@given(tables)
def test_no_small_cell_is_ever_shown(counts: dict[str, int]) -> None:
    hidden = hide(counts)
    assert all(n == 0 or n >= hiding.FEWEST for key, n in counts.items() if key not in hidden.cells)


@given(tables)
def test_whoever_knows_the_rule_finds_another_table_that_looks_the_same(
    counts: dict[str, int],
) -> None:
    hidden = hide(counts)
    if hidden.total:
        return
    for key in hidden.cells:
        others = [other for other in hidden.cells if counts[other] != counts[key]]
        assert others, "all hidden cells are alike, so their sum names them"
        swapped = counts | {key: counts[others[0]], others[0]: counts[key]}
        assert _published(swapped) == _published(counts)


@given(tables)
def test_what_the_total_gives_away_is_never_few(counts: dict[str, int]) -> None:
    hidden = hide(counts)
    together = sum(counts[key] for key in hidden.cells)
    assert hidden.total or not hidden.cells or together >= hiding.FEWEST


@given(tables)
def test_nothing_is_hidden_where_nobody_is_few(counts: dict[str, int]) -> None:
    large = {key: n + hiding.FEWEST for key, n in counts.items()}
    assert hide(large) == Hidden()


def test_one_small_cell_takes_the_next_larger_with_it() -> None:
    assert hide({"a": 3, "b": 9, "c": 20}) == Hidden(frozenset("ab"))


def test_cells_of_the_same_count_go_together() -> None:
    assert hide({"a": 3, "b": 9, "c": 9, "d": 20}).cells == frozenset("abc")


def test_a_table_of_small_cells_alone_hides_its_total() -> None:
    assert hide({"a": 4, "b": 4}) == Hidden(frozenset("ab"), total=True)
    assert hide({"a": 2}) == Hidden(frozenset("a"), total=True)


def test_an_empty_cell_is_shown() -> None:
    assert hide({"a": 0, "b": 8}) == Hidden()
