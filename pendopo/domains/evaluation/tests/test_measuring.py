"""From answers in the ledger over the lake to an index: the number is the list of records."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from pendopo.domains.evaluation import actions, queries
from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.tests import factories, shipped
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.test_vectors import VECTORS
from pendopo.domains.surveys.events import SurveyAnswered
from pendopo.kernel import content
from pendopo.kernel.actor import system
from pendopo.kernel.content import checking, library
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.lake import measures, writing
from pendopo.kernel.ledger import book, sealing

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ELEMENTS = tuple(f"u{number}" for number in range(1, 10))


def load_measures() -> None:
    kind = content.kind_of("measures")
    root = shipped.folder("x").parent.parent / "measures"
    for code in (f"survey-{element}" for element in ELEMENTS):
        library.load(checking.check(kind, code, checking.read_folder(root / code, kind)), now=NOW)


def answer(respondents: int, totals: dict[str, int]) -> None:
    """Record answers of 3 and 4 that add up to these totals."""
    with transaction.atomic():
        for place in range(respondents):
            scores = {
                code.lower(): 3 + (place < total - 3 * respondents)
                for code, total in totals.items()
            }
            said = SurveyAnswered(
                subject=Ref(f"survey:a{place}"),
                service=Code("surat-keterangan-usaha"),
                agency=Code("dinas-kominfo"),
                **scores,
            )
            book.record(said, actor=system("surveys"), at=NOW)
    sealing.seal(NOW)
    writing.refresh(now=NOW)


def score(assessment: Assessment) -> Any:
    return queries.score_of(assessment, today=TODAY)


def test_29_answers_in_the_ledger_are_the_published_satisfaction_index(
    team: Team, lake: None
) -> None:
    load_measures()
    ikm = factories.make_assessment(team, "ikm", "2026")
    assert score(ikm).exact is None
    vector = VECTORS["ikm"]
    answer(vector["respondents"], vector["totals"])
    found = score(ikm)
    assert str(found.value) == vector["expected"]
    assert found.exact == Fraction(sum(vector["totals"].values()), 29) * Fraction(25, 9)
    assert found.band.name == vector["grade"]
    assert not found.is_simulation
    assert found.completeness == 100


def test_a_reading_is_kept_with_the_place_it_was_read_from(team: Team, lake: None) -> None:
    load_measures()
    ikm = factories.make_assessment(team, "ikm", "2026")
    answer(29, VECTORS["ikm"]["totals"])
    kept = actions.attach_reading(
        assessment=ikm,
        indicator="U1",
        input_code="survei",
        actor=team.actor("coordinator"),
        now=NOW,
    )
    assert kept.reading is not None
    assert kept.reading["rows"] == 29
    assert kept.reading["value"] == "3.62"
    assert kept.reading["watermark"] > 0


def test_a_measure_nobody_has_loaded_is_an_absent_reading(team: Team, lake: None) -> None:
    dims = factories.make_assessment(team, "tp2dd-2026-dimensi", "2026")
    assert {one.measured.number for one in queries.standings(dims, today=TODAY).values()} == {None}


def test_the_word_simulation_travels_from_a_measure_into_the_score(
    team: Team, pemdi: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Found:
        number, value, rows_count, version, watermark = Fraction(90), Fraction(90), 7, 1, 1
        simulation = "Biaya satuan hanya perkiraan."
        measure = SimpleNamespace(unit="percent")

    def values_of(asked):
        return {period: dict.fromkeys(codes, Found) for period, codes in asked.items()}

    monkeypatch.setattr(measures, "values_of", values_of)
    dims = factories.make_assessment(team, "tp2dd-2026-dimensi", "2026")
    found = score(dims)
    assert Found.simulation in found.reasons
    shares = queries.standings(dims, today=TODAY)["D1-1"]
    assert shares.measured.number == 90
    assert shares.source == "dihitung dari bukti"


def test_every_measure_that_an_instrument_names_is_shipped_or_still_to_come() -> None:
    root = shipped.folder("x").parent.parent / "measures"
    there = {path.name for path in root.iterdir()}
    asked = {
        one.measure
        for code in shipped.CODES
        for node in shipped.instrument(code).leaves
        if node.indicator
        for one in shipped.instrument(code).inputs_of(node.indicator)
        if one.measure
    }
    payments = {name for name in asked if name.startswith("etpd-")}
    assert asked - there - payments == {"network-villages-4g"}
