"""A NIK is claimed, seen, confirmed, revealed and searched; each by whom it may."""

import pytest

from pendopo.domains.people import actions, queries, rules
from pendopo.domains.people.access import NotYourOwnPapers
from pendopo.domains.people.models import NikClaim
from pendopo.domains.people.models.persons import ClaimState
from pendopo.domains.people.ports import registry
from pendopo.domains.people.tests import factories
from pendopo.domains.people.tests.factories import NOW
from pendopo.kernel.access.limits import TooMany
from pendopo.kernel.actor import Assurance
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.privacy.models import Reveal

pytestmark = pytest.mark.django_db
NIK = "1219054107900001"


def resident():
    return factories.make_account().person


def officer(*permissions):
    return factories.actor_for(factories.make_officer(*permissions))


def claim(person, number=NIK):
    return actions.claim_nik(
        person=person, number=number, actor=factories.actor_for(person), now=NOW
    )


def test_a_claim_is_kept_and_believed_by_nobody():
    person = resident()
    assert claim(person).state == ClaimState.CLAIMED
    person.refresh_from_db()
    assert person.assurance < Assurance.SEEN
    assert queries.known_nik(person) is None


def test_a_claim_gives_no_hint_that_the_nik_is_known_elsewhere():
    factories.make_nik(resident(), NIK)
    assert claim(resident()).state == ClaimState.CLAIMED


def test_a_claim_can_be_corrected_by_its_owner():
    person = resident()
    claim(person)
    claim(person, "1219054107900002")
    assert NikClaim.objects.get().number == "1219054107900002"


def test_nobody_claims_for_another_person():
    with pytest.raises(NotAllowed):
        actions.claim_nik(
            person=resident(), number=NIK, actor=factories.actor_for(resident()), now=NOW
        )


def test_a_seen_card_raises_the_assurance_and_closes_the_claim():
    person = resident()
    claim(person)
    actions.confirm_seen(person=person, number=NIK, actor=officer("people.confirm"), now=NOW)
    person.refresh_from_db()
    assert person.assurance == Assurance.SEEN
    assert queries.known_nik(person) == NIK
    with pytest.raises(actions.NikClosed):
        claim(person, "1219054107900002")


def test_the_card_goes_before_what_was_typed():
    person = resident()
    claim(person, "1219054107900002")
    actions.confirm_seen(person=person, number=NIK, actor=officer("people.confirm"), now=NOW)
    assert NikClaim.objects.get().number == NIK


def test_one_nik_is_believed_of_one_person_only():
    first, second = resident(), resident()
    actor = officer("people.confirm")
    actions.confirm_seen(person=first, number=NIK, actor=actor, now=NOW)
    with pytest.raises(actions.NikBelongsToAnother):
        actions.confirm_seen(person=second, number=NIK, actor=actor, now=NOW)
    second.refresh_from_db()
    assert second.assurance < Assurance.SEEN


def test_an_officers_own_card_is_seen_by_another_officer():
    clerk = factories.make_officer("people.confirm")
    with pytest.raises(NotYourOwnPapers):
        actions.confirm_seen(
            person=clerk, number=NIK, actor=factories.actor_for(clerk), now=factories.NOW
        )
    assert not NikClaim.objects.exists()


def test_seeing_a_card_needs_the_permission():
    with pytest.raises(NotAllowed):
        actions.confirm_seen(person=resident(), number=NIK, actor=officer("cases.view"), now=NOW)


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        (NIK, None),
        ("1219054107900008", registry.NoMatch),
        ("1219054107900009", registry.RegistryUnreachable),
    ],
)
def test_the_registry_confirms_refuses_or_is_away(number, refusal):
    person = factories.make_person(birth_date="1990-07-01")
    factories.make_nik(person, number)
    person.refresh_from_db()
    actor = officer("people.confirm")
    if refusal:
        with pytest.raises(refusal):
            actions.confirm_by_registry(person=person, actor=actor, now=NOW)
        assert not Entry.objects.filter(name="people.nik_confirmed").exists()
    else:
        actions.confirm_by_registry(person=person, actor=actor, now=NOW)
        person.refresh_from_db()
        assert person.assurance == Assurance.CONFIRMED


def test_a_look_is_logged_for_the_person_and_the_ledger_holds_no_nik():
    person = resident()
    factories.make_nik(person)
    actor = officer("people.reveal_nik")
    number = actions.reveal_nik(person=person, reason="perbaikan-data", actor=actor, now=NOW)
    assert number == NIK
    [look] = queries.reveals_of(person)
    assert (look.by, look.reason) == (actor.ref, "perbaikan-data")
    assert NIK not in "".join(Entry.objects.values_list("payload", flat=True))


def test_a_look_needs_a_reason_from_the_list():
    person = resident()
    factories.make_nik(person)
    with pytest.raises(actions.UnknownReason):
        actions.reveal_nik(
            person=person, reason="penasaran", actor=officer("people.reveal_nik"), now=NOW
        )
    assert not Reveal.objects.exists()


def test_a_look_needs_the_permission():
    person = resident()
    factories.make_nik(person)
    with pytest.raises(NotAllowed):
        actions.reveal_nik(
            person=person, reason="perbaikan-data", actor=officer("people.confirm"), now=NOW
        )


def test_looks_are_limited():
    person = resident()
    factories.make_nik(person)
    actor = officer("people.reveal_nik")
    for _ in range(30):
        actions.reveal_nik(person=person, reason="perbaikan-data", actor=actor, now=NOW)
    with pytest.raises(TooMany):
        actions.reveal_nik(person=person, reason="perbaikan-data", actor=actor, now=NOW)


def test_search_is_exact_believed_first_and_leaves_a_trace():
    claimed, believed = resident(), resident()
    claim(claimed)
    factories.make_nik(believed)
    actor = officer("people.find_by_nik")
    assert actions.find_by_nik(number=NIK, actor=actor, now=NOW) == [believed, claimed]
    assert actions.find_by_nik(number="1219054107900002", actor=actor, now=NOW) == []
    assert Entry.objects.filter(name="people.nik_searched", subject=actor.ref).count() == 2


def test_search_refuses_parts_of_a_nik_and_people_without_the_permission():
    with pytest.raises(rules.BadNik):
        actions.find_by_nik(number="121905", actor=officer("people.find_by_nik"), now=NOW)
    with pytest.raises(NotAllowed):
        actions.find_by_nik(number=NIK, actor=officer("cases.view"), now=NOW)


def test_searches_are_limited():
    actor = officer("people.find_by_nik")
    for _ in range(60):
        actions.find_by_nik(number=NIK, actor=actor, now=NOW)
    with pytest.raises(TooMany):
        actions.find_by_nik(number=NIK, actor=actor, now=NOW)
