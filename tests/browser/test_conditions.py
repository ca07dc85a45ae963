"""The browser shows exactly the questions that the server asks: one table, run through both."""

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from pendopo.domains.cases.rules import conditions
from pendopo.domains.cases.schema import Condition, FormField

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODES = ("satu", "dua", "tiga")
WORDS = ("ya", "tidak", "warung", "1")
SIZE = 2000


def some_answer(chance: random.Random) -> Any:
    many = chance.sample(WORDS, chance.randrange(3))
    return chance.choice([*WORDS, "", True, False, 0, 1, 2, many])


def some_condition(chance: random.Random, depth: int = 2) -> dict[str, Any]:
    if depth and chance.random() < 0.5:
        parts = [some_condition(chance, depth - 1) for _ in range(chance.randrange(4))]
        return {chance.choice(("all", "any", "none")): parts}
    test: dict[str, Any] = chance.choice(
        [
            {"equals": chance.choice([*WORDS, True, False, 0, 1])},
            {"one_of": chance.sample(WORDS, chance.randrange(1, 4))},
            {"filled": chance.random() < 0.5},
        ]
    )
    return {"field": chance.choice(CODES), **test}


def some_form(chance: random.Random) -> list[dict[str, Any]]:
    """Return three questions, each looking only at those before it."""
    form: list[dict[str, Any]] = [{"code": CODES[0], "when": None}]
    for place, code in enumerate(CODES[1:], start=1):
        earlier = CODES[:place]
        when = some_condition(chance) if chance.random() < 0.8 else None
        fits = when is None or Condition.model_validate(when).fields() <= set(earlier)
        form.append({"code": code, "when": when if fits else None})
    return form


@pytest.fixture
def in_browser(page: Page, live_server):
    page.goto("/luring/")

    def run(function: str, rows: list[Any]) -> list[Any]:
        return page.evaluate(
            f"""async (rows) => {{
                const {{ {function} }} = await import("/static/cases/conditions.js");
                return rows.map((row) => {{
                    const result = {function}(...row);
                    return result instanceof Set ? [...result] : result;
                }});
            }}""",
            rows,
        )

    return run


def test_a_condition_holds_in_the_browser_as_on_the_server(in_browser) -> None:
    chance = random.Random(5)
    rows = [
        [some_condition(chance), {c: some_answer(chance) for c in CODES if chance.random() < 0.7}]
        for _ in range(SIZE)
    ]
    expected = [conditions.holds(Condition.model_validate(when), known) for when, known in rows]
    found = in_browser("holds", rows)
    different = [row for row, mine, its in zip(rows, expected, found, strict=True) if mine != its]
    assert different == []
    assert len(set(expected)) == 2


def test_the_same_questions_are_asked(in_browser) -> None:
    chance = random.Random(7)
    rows = [
        [some_form(chance), {c: some_answer(chance) for c in CODES if chance.random() < 0.8}]
        for _ in range(SIZE)
    ]
    expected = [[one.code for one in conditions.asked(fields(form), known)] for form, known in rows]
    assert in_browser("asked", rows) == expected


def fields(form: list[dict[str, Any]]) -> list[FormField]:
    return [FormField(type="text", label=one["code"], data_class="open", **one) for one in form]
