"""Hooks: named lists of functions."""

from pendopo.kernel.hooks import Hook


def first():
    return 1


def second():
    return 2


def test_fillers_are_kept_in_order():
    hook = Hook()
    hook.fill(second)
    hook.fill(first)
    assert [filler() for filler in hook] == [2, 1]


def test_one_filler_counts_once():
    hook = Hook()
    hook.fill(first)
    hook.fill(first)
    assert list(hook) == [first]


def test_filling_returns_the_function():
    assert Hook().fill(first) is first


def test_an_empty_hook_has_no_fillers():
    assert list(Hook()) == []
