"""An assessment is work between many: each step has its person, its time and its ledger entry."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from pendopo.domains.evaluation import access, actions, queries, rules
from pendopo.domains.evaluation.models import Assessment, Evidence, State, Statement
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.kernel.content import library
from pendopo.kernel.errors import BadInput, NotAllowed, NotFound
from pendopo.kernel.ledger import book
from pendopo.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def score(assessment: Assessment) -> rules.Score:
    assessment.refresh_from_db()
    return queries.score_of(assessment, today=TODAY)


def sign(team: Team, assessment: Assessment) -> Assessment:
    actions.submit(assessment=assessment, actor=team.actor("coordinator"), now=NOW)
    return actions.sign(assessment=assessment, actor=team.actor("secretary"), now=NOW)


def names(assessment: Assessment) -> list[str]:
    return [entry.name for entry in book.entries_of(assessment.ref)]


def test_one_attached_document_moves_the_score(team: Team, pemdi: Assessment) -> None:
    assert score(pemdi).exact == 1
    factories.attach(team, pemdi, "P01")
    found = score(pemdi)
    assert found.exact == Fraction(1) + Fraction(5, 100) * Fraction(1, 2)
    assert found.is_simulation
    assert found.filled == 1
    assert names(pemdi)[-1] == "evaluation.evidence_attached"


def test_a_claim_alone_moves_no_proven_score(team: Team, pemdi: Assessment) -> None:
    factories.claim(team, pemdi, "P01", "4.5")
    assert score(pemdi).exact == 1
    known = queries.standings(pemdi, today=TODAY)
    claimed = rules.score(queries.instrument(pemdi), queries.claimed_values(known))
    assert claimed.exact == 1 + Fraction(5, 100) * Fraction(7, 2)


def test_the_assessor_has_the_last_word(team: Team, pemdi: Assessment) -> None:
    factories.attach(team, pemdi, "P01")
    factories.claim(team, pemdi, "P01", "4.5")
    factories.verify(team, pemdi, "P01", "2.8")
    one = queries.standings(pemdi, today=TODAY)["P01"]
    assert one.proven.number == Fraction(14, 5)
    assert one.claimed.number == Fraction(9, 2)
    assert one.measured.number == Fraction(3, 2)
    assert not score(pemdi).is_simulation


def test_statements_are_kept_and_the_newest_counts(team: Team, pemdi: Assessment) -> None:
    factories.verify(team, pemdi, "P01", "2.8")
    factories.verify(team, pemdi, "P01", "3.1")
    assert Statement.objects.filter(assessment=pemdi).count() == 2
    assert queries.standings(pemdi, today=TODAY)["P01"].verified.number == Fraction(31, 10)


def test_an_officer_fills_only_what_is_assigned_to_the_own_agency(
    team: Team, pemdi: Assessment
) -> None:
    for actor, indicator in ((team.actor("stranger"), "P01"), (team.actor("officer"), "P02")):
        with pytest.raises(access.NotAssigned):
            actions.claim_value(
                assessment=pemdi,
                indicator=indicator,
                parts={"value": "3"},
                reason="Ada.",
                actor=actor,
                now=NOW,
            )
    assert not Statement.objects.exists()


def test_nobody_verifies_an_own_claim_or_judges_own_evidence(team: Team, pemdi: Assessment) -> None:
    both = factories.people.make_officer(
        "evaluation.manage", "evaluation.verify", unit=factories.people.Agency.objects.get(path="/")
    )
    actor = factories.people.actor_for(both, on=TODAY)
    said = {"assessment": pemdi, "indicator": "P02", "parts": {"value": "3"}, "reason": "Ada."}
    actions.claim_value(**said, actor=actor, now=NOW)
    with pytest.raises(access.OwnWork):
        actions.verify_value(**said, actor=actor, now=NOW)
    evidence = factories.attach(team, pemdi, "P01")
    Evidence.objects.filter(pk=evidence.pk).update(attached_by=actor.ref)
    evidence.refresh_from_db()
    with pytest.raises(access.OwnWork):
        actions.judge_evidence(evidence=evidence, accepted=True, reason="", actor=actor, now=NOW)


def test_refused_withdrawn_and_expired_evidence_proves_nothing(
    team: Team, pemdi: Assessment
) -> None:
    refused = factories.attach(team, pemdi, "P01")
    actions.judge_evidence(
        evidence=refused, accepted=False, reason="Belum sah.", actor=team.actor("assessor"), now=NOW
    )
    taken_back = factories.attach(team, pemdi, "P01")
    actions.withdraw_evidence(evidence=taken_back, actor=team.actor("officer"), now=NOW)
    factories.attach(team, pemdi, "P01", expires_on=date(2026, 6, 7))
    assert score(pemdi).exact == 1
    factories.attach(team, pemdi, "P01", expires_on=date(2026, 6, 8))
    assert score(pemdi).exact > 1


def test_a_refusal_of_evidence_says_why(team: Team, pemdi: Assessment) -> None:
    evidence = factories.attach(team, pemdi, "P01")
    with pytest.raises(BadInput):
        actions.judge_evidence(
            evidence=evidence, accepted=False, reason=" ", actor=team.actor("assessor"), now=NOW
        )


def test_judged_evidence_cannot_be_withdrawn(team: Team, pemdi: Assessment) -> None:
    evidence = factories.attach(team, pemdi, "P01")
    actions.judge_evidence(
        evidence=evidence, accepted=True, reason="", actor=team.actor("assessor"), now=NOW
    )
    with pytest.raises(actions.AlreadyJudged):
        actions.withdraw_evidence(evidence=evidence, actor=team.actor("officer"), now=NOW)


def test_nobody_attaches_a_file_that_another_sent(team: Team, pemdi: Assessment) -> None:
    others = factories.send_file(team.actor("stranger"))
    with pytest.raises(NotFound):
        factories.attach(team, pemdi, "P01", file_id=others)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"effective_on": date(2026, 6, 9)},
        {"effective_on": date(2026, 6, 1), "expires_on": date(2026, 5, 1)},
        {"input": "tidak-diminta"},
        {"input": "asesor"},
    ],
)
def test_a_document_that_does_not_fit_is_refused(
    team: Team, pemdi: Assessment, changes: dict[str, object]
) -> None:
    with pytest.raises(BadInput):
        factories.attach(team, pemdi, "P01", **changes)


def test_a_document_ends_after_the_months_that_the_instrument_gives_it(team: Team) -> None:
    spbe = factories.make_assessment(team, "spbe-2020", "2026")
    factories.assign(team, spbe, "I01")
    held = factories.attach(team, spbe, "I01", input="evaluasi", effective_on=date(2026, 1, 1))
    assert held.expires_on == date(2027, 12, 31)
    lasting = factories.attach(team, spbe, "I01", input="peraturan")
    assert lasting.expires_on is None


def test_the_secretary_signs_after_the_submission_and_nobody_else(
    team: Team, pemdi: Assessment
) -> None:
    with pytest.raises(access.AssessmentClosed):
        actions.sign(assessment=pemdi, actor=team.actor("secretary"), now=NOW)
    actions.submit(assessment=pemdi, actor=team.actor("coordinator"), now=NOW)
    with pytest.raises(NotAllowed):
        actions.sign(assessment=pemdi, actor=team.actor("coordinator"), now=NOW)
    signed = actions.sign(assessment=pemdi, actor=team.actor("secretary"), now=NOW)
    assert (signed.state, signed.signed_as) == (State.SIGNED, "Sekretaris Daerah")
    with pytest.raises(access.AssessmentClosed):
        actions.return_for_work(assessment=pemdi, actor=team.actor("coordinator"), now=NOW)


def test_whoever_holds_the_permission_without_the_post_does_not_sign(
    team: Team, pemdi: Assessment
) -> None:
    clerk = factories.people.make_officer(
        "evaluation.sign", unit=factories.people.Agency.objects.get(path="/")
    )
    actions.submit(assessment=pemdi, actor=team.actor("coordinator"), now=NOW)
    with pytest.raises(actions.NoPostToSign):
        actions.sign(assessment=pemdi, actor=factories.people.actor_for(clerk, on=TODAY), now=NOW)


def test_a_signed_score_never_moves_again(team: Team, pemdi: Assessment) -> None:
    factories.attach(team, pemdi, "P01", expires_on=date(2026, 7, 1))
    factories.verify(team, pemdi, "P19", "3.3333")
    signed = sign(team, pemdi)
    before = score(signed)
    Evidence.objects.all().delete()
    Statement.objects.all().delete()
    later = queries.score_of(signed, today=TODAY + timedelta(days=900))
    assert (later.exact, later.reasons) == (before.exact, before.reasons)
    assert before.exact == 1 + Fraction(5, 200) + Fraction(10, 100) * Fraction("2.3333")


def test_a_signed_assessment_takes_nothing_more(team: Team, pemdi: Assessment) -> None:
    evidence = factories.attach(team, pemdi, "P01")
    sign(team, pemdi)
    pemdi.refresh_from_db()
    written = Entry.objects.count()
    for step in (
        lambda: factories.attach(team, pemdi, "P01"),
        lambda: factories.claim(team, pemdi, "P01", "3"),
        lambda: factories.verify(team, pemdi, "P01", "3"),
        lambda: factories.assign(team, pemdi, "P02"),
        lambda: actions.withdraw_evidence(evidence=evidence, actor=team.actor("officer"), now=NOW),
        lambda: actions.set_target(
            assessment=pemdi, target=Decimal(3), actor=team.actor("coordinator"), now=NOW
        ),
        lambda: actions.add_comment(
            assessment=pemdi, indicator="P01", text="Masih", actor=team.actor("officer"), now=NOW
        ),
    ):
        with pytest.raises(access.AssessmentClosed):
            step()
    assert Entry.objects.count() == written


def test_an_instrument_is_opened_once_for_a_period(team: Team, pemdi: Assessment) -> None:
    with pytest.raises(actions.OpenedBefore):
        factories.make_assessment(team)


@pytest.mark.parametrize(
    ("code", "period", "refusal"),
    [
        ("pemdi-2026", "2024", library.NoSuchContent),
        ("spbe-2020", "2027", rules.BadPeriod),
        ("ietpd", "2026", rules.BadPeriod),
        ("pemdi-2026", "dua ribu", rules.BadPeriod),
        ("tidak-ada", "2026", library.NoSuchContent),
    ],
)
def test_a_period_outside_the_instrument_s_time_is_not_opened(
    team: Team, code: str, period: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        factories.make_assessment(team, code, period)


def test_only_the_coordinator_opens_assigns_and_submits(team: Team, pemdi: Assessment) -> None:
    for part in ("officer", "assessor", "secretary"):
        actor = team.actor(part)
        with pytest.raises(NotAllowed):
            actions.open_assessment(code="ikm", period="2026", actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            actions.submit(assessment=pemdi, actor=actor, now=NOW)


def test_a_deadline_leaves_out_days_off(team: Team, pemdi: Assessment) -> None:
    assert actions.deadline(1, now=NOW) == date(2026, 6, 9)
    assert actions.deadline(5, now=NOW) == date(2026, 6, 15)
    (one, *_) = pemdi.assignments.order_by("indicator")
    assert one.due_on == actions.deadline(10, now=NOW)


def test_assigning_again_moves_the_deadline(team: Team, pemdi: Assessment) -> None:
    actions.assign_indicators(
        assessment=pemdi,
        indicators=["P01"],
        agency=team.agency.code,
        working_days=1,
        actor=team.actor("coordinator"),
        now=NOW,
    )
    assert pemdi.assignments.filter(indicator="P01").count() == 1
    assert pemdi.assignments.get(indicator="P01").due_on == date(2026, 6, 9)


def test_a_meeting_decides_about_indicators_and_the_agency_finishes(
    team: Team, pemdi: Assessment
) -> None:
    actor = team.actor("coordinator")
    meeting = actions.record_meeting(
        assessment=pemdi,
        title="Rapat TP2DD Juni",
        held_on=TODAY,
        decisions=[actions.Decided(indicator="P01", text="Susun reviu", agency=team.agency.code)],
        actor=actor,
        now=NOW,
        file_id=factories.send_file(actor),
    )
    (decision,) = meeting.decisions.all()
    with pytest.raises(NotAllowed):
        actions.finish_decision(decision=decision, actor=team.actor("stranger"), now=NOW)
    actions.finish_decision(decision=decision, actor=team.actor("officer"), now=NOW)
    with pytest.raises(actions.DoneBefore):
        actions.finish_decision(decision=decision, actor=team.actor("officer"), now=NOW)
    assert names(pemdi)[-2:] == ["evaluation.meeting_recorded", "evaluation.decision_done"]


def test_minutes_of_a_meeting_still_to_come_are_refused(team: Team, pemdi: Assessment) -> None:
    with pytest.raises(actions.MeetingInFuture):
        actions.record_meeting(
            assessment=pemdi,
            title="Besok",
            held_on=TODAY + timedelta(days=1),
            decisions=[],
            actor=team.actor("coordinator"),
            now=NOW,
        )


def test_what_waits_for_an_agency_goes_when_it_is_filled(team: Team, pemdi: Assessment) -> None:
    actor = team.actor("officer")
    assert [one.indicator for one in queries.waiting_for(actor, on=TODAY)] == ["P01", "P05", "P19"]
    factories.attach(team, pemdi, "P01")
    factories.claim(team, pemdi, "P19", "2")
    assert [one.indicator for one in queries.waiting_for(actor, on=TODAY)] == ["P05"]
    assert queries.waiting_for(team.actor("stranger"), on=TODAY) == []


def test_evidence_of_another_agency_does_not_exist_for_an_officer(
    team: Team, pemdi: Assessment
) -> None:
    evidence = factories.attach(team, pemdi, "P01")
    for part in ("officer", "assessor", "coordinator", "secretary"):
        assert queries.evidence(evidence.key, team.actor(part)) == evidence
        assert queries.may_read_file(evidence.ref, team.actor(part))
    with pytest.raises(queries.NoSuchEvidence):
        queries.evidence(evidence.key, team.actor("stranger"))
    assert not queries.may_read_file(evidence.ref, team.actor("stranger"))


def test_no_free_text_reaches_the_ledger(team: Team, pemdi: Assessment) -> None:
    factories.attach(team, pemdi, "P01", title="Rahasia Budi")
    actions.add_comment(
        assessment=pemdi, indicator="P01", text="Hubungi Budi", actor=team.actor("officer"), now=NOW
    )
    assert not any("Budi" in entry.payload for entry in Entry.objects.all())


def test_a_target_lies_on_the_scale(team: Team, pemdi: Assessment) -> None:
    actor = team.actor("coordinator")
    actions.set_target(assessment=pemdi, target=Decimal("3.5"), actor=actor, now=NOW)
    pemdi.refresh_from_db()
    assert pemdi.target == Decimal("3.5")
    with pytest.raises(actions.TargetOutsideScale):
        actions.set_target(assessment=pemdi, target=Decimal("5.1"), actor=actor, now=NOW)
