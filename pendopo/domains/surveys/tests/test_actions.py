"""One invitation and one answer per case, and nobody reads a single one."""

import inspect
import threading
from datetime import timedelta

import pytest
from django.db import connection

from pendopo.domains.cases.events import CaseClosed
from pendopo.domains.surveys import actions, hooks, models, queries, reactions
from pendopo.domains.surveys.models import Answer, Invitation
from pendopo.domains.surveys.tests import factories
from pendopo.domains.surveys.tests.factories import GOOD, NOW
from pendopo.kernel.actor import ANONYMOUS, Actor
from pendopo.kernel.events import Code, Ref, payload, restore
from pendopo.kernel.ledger.models import Entry

SITI = Actor(ref="person:siti", person_id=1)
BUDI = Actor(ref="person:budi", person_id=2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    factories.load_survey()
    factories.make_service()
    return factories.make_agency("kecamatan-talawi")


def closed(agency, outcome="issued", service="sku", **who):
    return CaseClosed(
        subject=Ref("case:2026-K7QM3F"),
        service=Code(service),
        agency=Code(agency.code),
        district=None,
        outcome=Code(outcome),
        on_time=True,
        net_days=1,
        gross_days=1,
        channel=Code("online"),
        **{"applicant": Ref("person:siti"), **who},
    )


def hear(event):
    reactions.offer_survey(Entry(occurred_at=NOW), event)


def test_a_closed_case_invites_its_applicant_once(agency):
    hear(closed(agency))
    hear(closed(agency, outcome="refused"))
    invitation = Invitation.objects.get()
    assert (invitation.subject, invitation.person_ref) == ("case:2026-K7QM3F", "person:siti")
    assert invitation.unit == agency.path
    assert Entry.objects.filter(name="surveys.survey_invited").count() == 1


@pytest.mark.parametrize("applicant", ["person:anak", "business:keripik"])
def test_whoever_hears_of_the_case_is_asked(agency, applicant):
    hear(closed(agency, applicant=Ref(applicant), correspondent=Ref("person:siti")))
    [invitation] = Invitation.objects.all()
    assert invitation.person_ref == "person:siti"
    assert [link.address for link in hooks.offer(invitation.subject, SITI)] == [
        f"/survei/{invitation.token}/"
    ]


def test_an_entry_of_before_invites_its_applicant(agency):
    hear(restore(CaseClosed.name, _without("correspondent", payload(closed(agency)))))
    assert Invitation.objects.get().person_ref == "person:siti"


def _without(field, values):
    return {key: value for key, value in values.items() if key != field}


def test_a_business_that_nobody_acts_for_is_not_asked(agency):
    hear(closed(agency, applicant=Ref("business:keripik")))
    assert not Invitation.objects.exists()


def test_a_withdrawn_case_invites_nobody(agency):
    hear(closed(agency, outcome="withdrawn"))
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("service", ["without-survey", "not-loaded"])
def test_a_service_without_survey_invites_nobody(agency, service):
    factories.make_service("without-survey", survey=None)
    hear(closed(agency, service=service))
    assert not Invitation.objects.exists()


def test_an_answer_is_kept_once(agency):
    invitation = factories.invite(agency)
    actions.answer(token=invitation.token, scores=GOOD, now=NOW)
    with pytest.raises(actions.AlreadyAnswered):
        actions.answer(token=invitation.token, scores=GOOD, now=NOW)
    assert Answer.objects.count() == 1


def test_a_free_service_scores_four_for_its_cost(agency):
    invitation = factories.invite(agency)
    scores = {name: value for name, value in GOOD.items() if name != "u4"}
    actions.answer(token=invitation.token, scores=scores, now=NOW)
    assert Answer.objects.get().u4 == 4


def test_a_service_with_a_fee_asks_for_its_cost(agency):
    factories.make_service("berbayar", amount=5000)
    invitation = factories.invite(agency, service="berbayar")
    scores = {name: value for name, value in GOOD.items() if name != "u4"}
    with pytest.raises(actions.ScoresMissing):
        actions.answer(token=invitation.token, scores=scores, now=NOW)
    assert queries.invitation(invitation.token).answered_on is None


@pytest.mark.parametrize("value", [0, 5, -1])
def test_a_score_off_the_scale_is_refused(agency, value):
    invitation = factories.invite(agency)
    with pytest.raises(actions.ScoresMissing):
        actions.answer(token=invitation.token, scores={**GOOD, "u1": value}, now=NOW)


def test_an_unknown_token_finds_nothing():
    with pytest.raises(queries.NoSuchSurvey):
        actions.answer(token="x" * 24, scores=GOOD, now=NOW)


def test_neither_answer_nor_ledger_leads_back_to_person_or_case(agency):
    invitation = factories.invite(agency)
    actions.answer(token=invitation.token, scores=GOOD, now=NOW, comment="Bagus")
    columns = {field.name for field in Answer._meta.get_fields()}
    assert not columns & {"invitation", "subject", "person_ref", "token", "answered_at"}
    entry = Entry.objects.get(name="surveys.survey_answered")
    assert entry.subject.startswith("survey:")
    assert entry.actor == "system:surveys"
    assert invitation.subject not in entry.payload
    assert "Bagus" not in entry.payload


def test_a_comment_is_sealed(agency):
    invitation = factories.invite(agency)
    actions.answer(token=invitation.token, scores=GOOD, now=NOW, comment="Sangat membantu")
    with connection.cursor() as cursor:
        cursor.execute("SELECT comment FROM surveys_answer")
        assert "membantu" not in str(cursor.fetchone())
    assert Answer.objects.get().comment == "Sangat membantu"


def test_no_query_hands_out_a_single_answer():
    public = inspect.getmembers(queries, inspect.isfunction)
    returned = {name: str(inspect.signature(found).return_annotation) for name, found in public}
    assert [name for name, kind in returned.items() if "Answer" in kind] == []


def test_below_five_answers_there_is_no_result(agency):
    factories.answer_many(agency, 4)
    [found] = queries.results(2026, ["/"], NOW.date())
    assert (found.answered, found.result, found.elements) == (4, None, ())
    assert [quarter.ikm for quarter in found.trend] == [None] * 4
    factories.answer_many(agency, 1)
    [found] = queries.results(2026, ["/"], NOW.date())
    assert found.result.n == 5


def test_one_more_answer_changes_nothing_until_five_have_come(agency):
    factories.answer_many(agency, 5)
    before = queries.results(2026, ["/"], NOW.date())[0].result
    for _ in range(4):
        factories.answer_many(agency, 1, scores=dict.fromkeys(GOOD, 1))
        assert queries.results(2026, ["/"], NOW.date())[0].result == before
    factories.answer_many(agency, 1, scores=dict.fromkeys(GOOD, 1))
    assert queries.results(2026, ["/"], NOW.date())[0].result.ikm < before.ikm


def test_results_are_those_of_the_actor_s_agencies(agency):
    other = factories.make_agency("dinas-sosial")
    factories.answer_many(agency, 5)
    assert queries.results(2026, [other.path], NOW.date()) == []
    assert queries.results(2026, [], NOW.date()) == []
    assert len(queries.results(2026, [agency.path], NOW.date())) == 1


def test_a_result_is_provisional_below_the_sample_size(agency):
    factories.answer_many(agency, 10)
    [found] = queries.results(2026, ["/"], NOW.date())
    assert (found.sample_size, found.is_provisional, found.response_rate) == (10, False, 100.0)
    for _ in range(90):
        factories.invite(agency)
    [found] = queries.results(2026, ["/"], NOW.date())
    assert (found.sample_size, found.is_provisional, found.response_rate) == (80, True, 10.0)


def test_only_results_of_thirty_are_published(agency):
    factories.answer_many(agency, 29)
    assert queries.public_results(2026, NOW.date()) == []
    factories.answer_many(agency, 1)
    assert queries.public_results(2026, NOW.date())[0].result.n == 30


def test_the_trend_goes_by_quarter(agency):
    factories.answer_many(agency, 5, now=NOW - timedelta(days=120))
    factories.answer_many(agency, 5, scores=dict.fromkeys(GOOD, 4))
    [found] = queries.results(2026, ["/"], NOW.date())
    assert [quarter.ikm for quarter in found.trend] == [77.78, 100.0, None, None]


def test_the_home_page_asks_the_applicant_for_sixty_days(agency):
    factories.invite(agency)
    mine = queries.open_invitations("person:siti", NOW.date())
    assert mine.count() == 1
    assert not queries.open_invitations("person:siti", NOW.date() + timedelta(days=60)).exists()
    assert not queries.open_invitations("person:budi", NOW.date()).exists()


def test_only_the_applicant_finds_the_survey_on_the_case_page(agency):
    invitation = factories.invite(agency)
    assert [link.address for link in hooks.offer(invitation.subject, SITI)] == [
        f"/survei/{invitation.token}/"
    ]
    assert list(hooks.offer(invitation.subject, BUDI)) == []
    assert list(hooks.offer(invitation.subject, ANONYMOUS)) == []


def test_an_answered_survey_is_offered_no_more(agency):
    invitation = factories.invite(agency)
    actions.answer(token=invitation.token, scores=GOOD, now=NOW)
    assert list(hooks.offer(invitation.subject, SITI)) == []
    assert not queries.open_invitations("person:siti", NOW.date()).exists()


def test_the_index_is_a_figure_by_agency(agency):
    assert list(hooks.ikm(ANONYMOUS, NOW, NOW)) == []
    factories.answer_many(agency, 5)
    [figure] = hooks.ikm(ANONYMOUS, NOW, NOW)
    assert (figure.code, figure.value, figure.period) == ("surveys.ikm", 77.78, "2026")
    assert figure.parts == (("kecamatan-talawi", 77.78),)


def test_an_answer_has_only_the_words_of_the_package():
    assert models.Answer._meta.get_field("comment").data_class == "other_personal"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_is_kept():
    factories.load_survey()
    factories.make_service()
    token = factories.invite(factories.make_agency("dinas-sosial")).token
    gate, outcomes = threading.Barrier(4, timeout=10), []

    def respond():
        gate.wait()
        try:
            actions.answer(token=token, scores=GOOD, now=NOW)
            outcomes.append("kept")
        except actions.AlreadyAnswered:
            outcomes.append("refused")
        connection.close()

    threads = [threading.Thread(target=respond) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "refused", "refused", "refused"]
    assert Answer.objects.count() == 1
