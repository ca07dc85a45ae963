"""Nobody few is seen: not in a cell, not in what is left, and not by taking from the total."""

from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.lake import hiding
from pendopo.kernel.lake.hiding import Hidden, hide

Counts = dict[str, tuple[int, ...]]


def tables(most: int = 3) -> st.SearchStrategy[Counts]:
    """One to three tables over the same cells."""
    keys = st.text("abcdefgh", min_size=1, max_size=2)
    return st.integers(1, most).flatmap(
        lambda number: st.dictionaries(keys, st.tuples(*[st.integers(0, 40)] * number), max_size=9)
    )


def _published(counts: Counts) -> tuple[object, ...]:
    """Return everything that the public sees of these tables."""
    hidden = hide(counts)
    totals = tuple(map(sum, zip(*counts.values(), strict=True)))
    if hidden.everything:
        return (totals,)
    shown = {key: column for key, column in counts.items() if key not in hidden.cells}
    return totals, shown, hidden.cells


def _few(count: int) -> bool:
    return 0 < count < hiding.FEWEST


@given(tables())
def test_no_small_cell_is_ever_shown(counts: Counts) -> None:
    hidden = hide(counts)
    shown = [column for key, column in counts.items() if key not in hidden.cells]
    assert not any(map(_few, (count for column in shown for count in column)))


@given(tables())
def test_whoever_knows_the_rule_finds_tables_that_look_the_same(counts: Counts) -> None:
    hidden = hide(counts)
    if hidden.everything:
        return
    for key in hidden.cells:
        for place, count in enumerate(counts[key]):
            if not _few(count):
                continue
            others = [one for one in hidden.cells if not _few(counts[one][place])]
            assert others, "all hidden cells are few, so whoever knows the rule knows it too"
            swapped = counts | {key: counts[others[0]], others[0]: counts[key]}
            assert _published(swapped) == _published(counts)


@given(tables())
def test_what_the_totals_give_away_is_never_few(counts: Counts) -> None:
    hidden = hide(counts)
    for table in zip(*(counts[key] for key in hidden.cells), strict=True):
        assert hidden.everything or not _few(sum(table))


@given(tables())
def test_nothing_is_hidden_where_nobody_is_few(counts: Counts) -> None:
    large = {key: tuple(n + hiding.FEWEST for n in column) for key, column in counts.items()}
    assert hide(large) == Hidden()


def test_one_small_cell_takes_the_next_larger_with_it() -> None:
    assert hide({"a": (3,), "b": (9,), "c": (20,)}) == Hidden(frozenset("ab"))


def test_two_small_cells_are_not_hidden_alone() -> None:
    # Whoever knows the rule would know both of them to be few, for neither needed the other.
    assert hide({"a": (2,), "b": (3,), "c": (20,)}) == Hidden(frozenset("abc"))
    assert hide({"a": (2,), "b": (3,), "c": (8,), "d": (20,)}).cells == frozenset("abc")


def test_cells_of_the_same_size_go_together() -> None:
    assert hide({"a": (3,), "b": (9,), "c": (9,), "d": (20,)}).cells == frozenset("abc")


def test_what_one_table_hides_is_hidden_in_the_other() -> None:
    # Of 20 that ended 18 were in time: nobody is few but the 2 that were late.
    assert hide({"a": (20, 18, 2), "b": (30, 24, 6), "c": (40, 20, 20)}).cells == frozenset("ab")


def test_small_cells_alone_are_not_shown_and_not_even_named() -> None:
    assert hide({"a": (4,), "b": (4,)}) == Hidden(frozenset("ab"), everything=True)
    assert hide({"a": (2,)}) == Hidden(frozenset("a"), everything=True)


def test_an_empty_cell_is_shown() -> None:
    assert hide({"a": (0,), "b": (8,)}) == Hidden()
