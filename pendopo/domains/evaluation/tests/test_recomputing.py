"""Whoever downloads the rows and counts with plain Python gets the number on the page."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pendopo.domains.evaluation.tests import lakes
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.actor import system
from pendopo.kernel.lake import measures, writing
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.ledger import book, sealing

pytestmark = pytest.mark.django_db
Rows = list[dict[str, str]]
Count = Callable[[Rows], Fraction | None]


def _mean(column: str) -> Count:
    return lambda rows: Fraction(sum(int(row[column]) for row in rows), len(rows)) if rows else None


def _share(column: str, value: str) -> Count:
    def count(rows: Rows) -> Fraction | None:
        fit = sum(row[column] == value for row in rows)
        return Fraction(100 * fit, len(rows)) if rows else None

    return count


def _online(rows: Rows) -> Fraction | None:
    fit = sum(row["channel"] != "counter" for row in rows)
    return Fraction(100 * fit, len(rows)) if rows else None


# Written from the sentences of the definitions, not from the SQL.
BY_HAND: dict[str, Count] = {
    "cases-in": lambda rows: Fraction(len(rows)),
    "cases-out": lambda rows: Fraction(len(rows)),
    "cases-late": lambda rows: Fraction(len(rows)),
    "cases-share-on-time": _share("on_time", "true"),
    "cases-online-share": _online,
    "cases-net-days": _mean("net_days"),
    "cases-gross-days": _mean("gross_days"),
    "users-active": lambda rows: Fraction(len({row["applicant"] for row in rows})),
}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def assessor(team: Team, lake: None) -> Client:
    lakes.load_measures(*BY_HAND)
    return people.sign_in(Client(), team.assessor)


def downloaded(client: Client, code: str, **query: str) -> Rows:
    address = reverse("evaluation:measure_csv", args=[code], query={"periode": "2026-05", **query})
    answer = client.get(address)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def shown(number: Fraction | None, decimals: int) -> Decimal | None:
    if number is None:
        return None
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(step, rounding=ROUND_HALF_UP)


def agree(client: Client) -> None:
    """Count every measure by hand, whole and in each part, and compare."""
    for code, count in BY_HAND.items():
        found = measures.fresh(code, "2026-05")
        rows = downloaded(client, code)
        assert len(rows) == found.rows_count, code
        assert count(rows) == found.number, code
        assert shown(found.number, found.measure.decimals) == found.value
        for by in ("agency", "district"):
            for group in measures.value(code, "2026-05", breakdown=by).groups:
                part = downloaded(client, code, **{by: group.key or "-"})
                assert len(part) == group.rows_count, (code, by, group.key)
                assert shown(count(part), found.measure.decimals) == group.value


facts = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["dinas-kominfo", "dinas-kesehatan"]),
        st.sampled_from(["12.19.01", "12.19.05", None]),
        st.fixed_dictionaries({"channel": st.sampled_from(["online", "counter", "offline"])}),
        st.fixed_dictionaries(
            {
                "on_time": st.booleans(),
                "net_days": st.integers(0, 40),
                "gross_days": st.integers(0, 90),
                "outcome": st.sampled_from(["issued", "facilitated", "refused"]),
            }
        ),
        st.integers(-20, 40),
    ),
    min_size=1,
    max_size=12,
)
Drawn = list[tuple[bool, str, str | None, dict[str, Any], dict[str, Any], int]]


def record(drawn: Drawn) -> None:
    noon = datetime(2026, 5, 12, 5, tzinfo=UTC)
    with transaction.atomic():
        for is_end, agency, district, both, own, day in drawn:
            make = lakes.closed if is_end else lakes.submitted
            fact = make(agency, district, **both, **(own if is_end else {}))
            book.record(fact, actor=system("test"), at=noon + timedelta(days=day))
    sealing.seal(NOW)
    writing.refresh(now=NOW)


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(facts, facts)
def test_the_number_is_what_the_downloaded_rows_give(
    assessor: Client, first: Drawn, late: Drawn
) -> None:
    """Also after entries that come late into a month that was counted already, and after a rebuild."""
    KeptResult.objects.all().delete()
    record(first)
    agree(assessor)
    kept = measures.value("cases-out", "2026-05")
    record(late)
    measures.refresh(now=NOW, seconds=60)
    agree(assessor)
    grown = {code: measures.value(code, "2026-05").number for code in BY_HAND}
    writing.rebuild(now=NOW)
    KeptResult.objects.all().delete()
    agree(assessor)
    assert {code: measures.value(code, "2026-05").number for code in BY_HAND} == grown
    assert kept.watermark <= measures.value("cases-out", "2026-05").watermark
