"""Actions on cases: who may, what the clock does, what the ledger says, what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from pendopo.domains.cases import access, actions, queries
from pendopo.domains.cases.models import Case, Channel
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW, send_papers
from pendopo.domains.documents.models import Letter
from pendopo.kernel.actor import system
from pendopo.kernel.errors import NotAllowed, NotFound
from pendopo.kernel.ledger import book
from pendopo.kernel.workflow import StepNotAllowed

SERVICE = "surat-keterangan-usaha"


def file(town, papers, **changes):
    filing = actions.Filing(service=SERVICE, raw={**ANSWERS, **changes}, files=papers)
    return actions.file_case(
        filing=filing,
        applicant_id=town.people["resident"].pk,
        actor=town.resident,
        now=NOW,
    )


@pytest.fixture
def case(town, papers) -> Case:
    return file(town, papers).case


def take(case, code, actor, *, reason="", at=NOW, revision=None):
    step = actions.Step(code=code, reason=reason, revision=revision)
    return actions.take_step(number=case.number, step=step, actor=actor, now=at)


def names_of(case):
    return [entry.name for entry in book.entries_of(case.ref)]


def test_filing_promises_a_working_day_and_tells_the_ledger(town, papers):
    filed = file(town, papers)
    assert filed.case.agency == town.office
    assert filed.case.district == "12.19.05"
    assert queries.promised_on(filed.case).isoformat() == "2026-06-05"
    assert names_of(filed.case) == ["cases.case_submitted"]
    assert filed.case.files.count() == len(papers)


def test_no_personal_data_enters_the_ledger(town, papers):
    filed = file(town, papers)
    [entry] = book.entries_of(filed.case.ref)
    for secret in ("Siti", "1219054107900001", "Melati", "Labuhan", filed.tracking_code):
        assert secret not in entry.payload


def test_answers_are_not_readable_in_the_database(case):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM cases_case WHERE id = %s", [case.pk])
        [stored] = cursor.fetchone()
    assert "1219054107900001" not in str(stored)
    case.refresh_from_db()
    assert case.answers["nik"] == "1219054107900001"


def test_nobody_attaches_what_somebody_else_sent(town):
    with pytest.raises(NotFound), transaction.atomic():
        file(town, send_papers(town.neighbour))
    assert not Case.objects.exists()


def test_one_file_belongs_to_one_case_so_that_each_can_end(town, papers):
    first = file(town, papers).case
    with pytest.raises(NotFound), transaction.atomic():
        file(town, papers)
    Case.objects.filter(pk=first.pk).update(erase_on=NOW.date())
    actions.erase_personal_data(today=NOW.date(), actor=system("retention"), now=NOW)
    assert not first.files.exists()


def test_wrong_answers_file_nothing(town, papers):
    with pytest.raises(actions.InvalidAnswers) as caught:
        file(town, papers, nik="12345", nama="")
    assert caught.value.errors == {
        "nik": "NIK harus 16 angka. Anda mengetik 5.",
        "nama": "Isi nama lengkap.",
    }
    assert not Case.objects.exists()


def test_a_village_lies_in_its_district(town, papers):
    with pytest.raises(actions.InvalidAnswers) as caught:
        file(town, papers, desa="12.19.01.2001")
    assert "desa" in caught.value.errors


def test_an_area_without_office_is_said(town, papers):
    with pytest.raises(actions.NobodyHandles):
        file(town, papers, kecamatan="12.19.09", desa="12.19.09.2001")


def test_the_counter_officer_may_not_decide(town, case):
    take(case, "check", town.checker)
    with pytest.raises(NotAllowed):
        take(case, "approve", town.counter)
    with pytest.raises(NotAllowed):
        take(case, "approve", town.checker)


def test_an_officer_elsewhere_does_not_learn_that_the_case_exists(town, case):
    with pytest.raises(NotFound):
        take(case, "check", town.stranger)
    with pytest.raises(NotFound):
        queries.page_of(case.number, town.stranger, NOW)
    with pytest.raises(NotFound):
        queries.page_of(case.number, town.neighbour, NOW)
    assert case not in access.visible_to(town.stranger)


def test_a_step_that_does_not_leave_this_state_is_refused(town, case):
    with pytest.raises(StepNotAllowed):
        take(case, "approve", town.head)


def test_the_second_of_two_officers_is_told(town, case):
    take(case, "check", town.checker, revision=0)
    with pytest.raises(actions.CaseChanged):
        take(case, "return", town.checker, reason="Foto buram", revision=0)


def test_a_return_needs_a_reason_and_stops_the_clock(town, case):
    with pytest.raises(actions.ReasonMissing):
        take(case, "return", town.checker)
    take(case, "return", town.checker, reason="Foto KTP buram")
    page = queries.page_of(case.number, town.resident, NOW + timedelta(days=4))
    assert page.clock.stands_still
    assert [item.note for item in page.timeline if item.note] == ["Foto KTP buram"]
    assert any("Menunggu kelengkapan" in day.reason for day in page.clock.days)


def test_completing_starts_the_clock_again_and_moves_the_promise(town, case, papers):
    take(case, "return", town.checker, reason="Foto KTP buram")
    later = NOW + timedelta(days=5)
    back = actions.resubmit(
        number=case.number,
        raw={**ANSWERS, "nama_usaha": "Warung Mawar"},
        files={},
        actor=town.resident,
        now=later,
    )
    assert back.state == "submitted"
    assert back.answers["nama_usaha"] == "Warung Mawar"
    assert back.due_at > case.due_at
    assert not back.stops.filter(ended_at=None).exists()


def test_completing_with_wrong_answers_changes_nothing(town, case):
    take(case, "return", town.checker, reason="Foto KTP buram")
    with pytest.raises(actions.InvalidAnswers):
        actions.resubmit(number=case.number, raw={}, files={}, actor=town.resident, now=NOW)
    case.refresh_from_db()
    assert case.state == "returned"
    assert case.answers["nama"] == "Siti Rahma"


def test_approval_takes_a_number_and_the_signature_closes_the_case(town, case):
    take(case, "check", town.checker)
    take(case, "approve", town.head)
    letter = Letter.objects.get(subject=case.ref)
    assert letter.data["content"]["nama_usaha"] == "Warung Melati"
    assert letter.number.startswith("500/0001/")
    assert letter.signer == town.head.ref
    closed = actions.complete(subject=case.ref, actor=system("cases"), now=NOW)
    assert (closed.state, closed.outcome, closed.net_days) == ("issued", "issued", 0)
    assert names_of(case)[-1] == "cases.case_closed"
    assert actions.complete(subject=case.ref, actor=system("cases"), now=NOW) is None


def test_a_person_cannot_pretend_to_be_the_system(town, case):
    take(case, "check", town.checker)
    take(case, "approve", town.head)
    with pytest.raises(NotAllowed):
        take(case, "issue", town.head)


def test_an_official_does_not_decide_on_their_own_request(town, case):
    take(case, "check", town.checker)
    Case.objects.filter(pk=case.pk).update(applicant=town.people["head"])
    with pytest.raises(access.NotYourOwnDecision):
        take(case, "approve", town.head)


def test_a_refusal_names_its_reason_and_can_be_objected_to(town, case):
    with pytest.raises(actions.ReasonMissing):
        take(case, "refuse", town.head)
    take(case, "refuse", town.head, reason="Usaha tidak berada di kecamatan ini")
    case.refresh_from_db()
    assert case.outcome == "refused"
    objected = take(case, "object", town.resident, reason="Usaha saya di Labuhan Ruku")
    assert objected.closed_at is None
    assert names_of(case)[-1] == "cases.case_reopened"


def test_whoever_refused_does_not_judge_the_objection(town, case):
    take(case, "refuse", town.head, reason="Tidak lengkap")
    take(case, "object", town.resident, reason="Sudah lengkap")
    from pendopo.kernel.actor import Grant

    judge = replace(
        town.head, grants=town.head.grants | {Grant("cases.decide_objection", town.office.path)}
    )
    with pytest.raises(access.NotYourOwnDecision):
        take(case, "grant_objection", judge, reason="Benar juga")


def test_an_applicant_may_withdraw_but_a_stranger_may_not(town, case):
    with pytest.raises(NotFound):
        take(case, "withdraw", town.neighbour)
    assert take(case, "withdraw", town.resident).outcome == "withdrawn"


def test_number_and_code_open_the_status_and_nothing_else_does(town, papers):
    filed = file(town, papers)
    found = queries.tracked(filed.case.number.lower(), filed.tracking_code.lower(), NOW)
    assert found.state.code == "submitted"
    with pytest.raises(NotFound):
        queries.tracked(filed.case.number, "0000-0000-0000", NOW)
    with pytest.raises(NotFound):
        queries.tracked(filed.case.number, "", NOW)


def test_personal_data_goes_at_the_end_of_its_time(town, case):
    take(case, "withdraw", town.resident)
    early = datetime(2028, 6, 3, tzinfo=UTC)
    assert actions.erase_personal_data(today=early.date(), actor=system("x"), now=early) == 0
    late = datetime(2028, 6, 5, tzinfo=UTC)
    assert actions.erase_personal_data(today=late.date(), actor=system("x"), now=late) == 1
    case.refresh_from_db()
    assert case.answers is None
    assert not case.files.exists()
    assert names_of(case)[-1] == "cases.personal_data_erased"


def test_a_counter_case_keeps_the_consent_and_who_filed(town):
    filing = actions.Filing(
        service=SERVICE,
        raw=ANSWERS,
        files=send_papers(town.counter),
        channel=Channel.COUNTER,
        consent="lisan-di-loket",
    )
    case = actions.file_case(
        filing=filing, applicant_id=town.people["neighbour"].pk, actor=town.counter, now=NOW
    ).case
    assert case.filed_by == town.people["counter"]
    assert case.consent == "lisan-di-loket"
    assert take(case, "withdraw", town.counter).outcome == "withdrawn"


def test_a_case_goes_to_an_officer_of_its_office_only(town, case):
    given = actions.assign(
        number=case.number, officer_ref=town.checker.ref, actor=town.head, now=NOW
    )
    assert given.assignee == town.people["checker"]
    with pytest.raises(NotAllowed):
        actions.assign(number=case.number, officer_ref=town.stranger.ref, actor=town.head, now=NOW)


def test_the_work_list_counts_and_orders_by_due_date(town, papers):
    first, second = file(town, papers).case, file(town, send_papers(town.resident)).case
    Case.objects.filter(pk=second.pk).update(due_at=NOW - timedelta(days=1))
    listed = list(queries.work(town.checker, queries.WorkFilter(), NOW))
    assert [case.number for case in listed] == [second.number, first.number]
    counted = queries.counts(town.checker, NOW)
    assert (counted["semua"], counted["terlambat"]) == (2, 1)
    assert not queries.work(town.stranger, queries.WorkFilter(), NOW).exists()


def test_a_nik_is_masked_until_an_officer_looks_on_record(town, case):
    from pendopo.kernel.privacy.models import Reveal

    hidden = dict(queries.page_of(case.number, town.checker, NOW).answers)
    assert "1219054107900001" not in hidden.values()
    assert dict(queries.page_of(case.number, town.resident, NOW).answers)["NIK"] == (
        "1219054107900001"
    )
    actions.reveal_numbers(number=case.number, actor=town.checker, now=NOW)
    shown = dict(queries.page_of(case.number, town.checker, NOW, revealed=True).answers)
    assert shown["NIK"] == "1219054107900001"
    [look] = Reveal.objects.filter(subject=town.resident.ref)
    assert (look.by, look.data_class) == (town.checker.ref, "nik")
    with pytest.raises(NotAllowed):
        actions.reveal_numbers(number=case.number, actor=town.counter, now=NOW)
    with pytest.raises(NotFound):
        actions.reveal_numbers(number=case.number, actor=town.stranger, now=NOW)
