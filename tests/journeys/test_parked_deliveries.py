"""The page of parked deliveries: what an administrator sees and presses, and an inspector only sees."""

import pytest

from pendopo.domains.people.tests import factories
from pendopo.kernel.ledger import delivery, reactions, releasing
from pendopo.kernel.ledger.tests.test_releasing import park
from pendopo.kernel.ledger.views import parked as pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_the_reactions_of_the_test(monkeypatch) -> None:
    monkeypatch.setattr(reactions, "registry", {})


@pytest.fixture
def keeper(client):
    officer = factories.make_officer("ledger.view", releasing.PERMISSION)
    return factories.sign_in(client, officer)


def test_the_page_tells_what_failed_and_nothing_about_persons(keeper, now):
    [one] = park(now, 1)
    page = keeper.get("/pengantaran/").content.decode()
    for word in ("Bel dibunyikan", "test_releasing.break_down", "LookupError", "8 kali dicoba"):
        assert word in page
    for secret in ("1219052909900001", one.entry.subject, one.entry.actor):
        assert secret not in page


def test_an_empty_list_says_that_all_is_well(keeper):
    assert "Tidak ada yang tertahan" in keeper.get("/pengantaran/").content.decode()


def test_the_list_has_pages(keeper, now, monkeypatch):
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    shown = [one.entry.id[:8] for one in park(now, 3)]
    last = keeper.get("/pengantaran/?halaman=2").content.decode()
    assert [key in last for key in shown] == [False, False, True]


def test_the_buttons_release_and_say_so(keeper, now):
    first, *_ = park(now, 3)
    page = keeper.post(f"/pengantaran/{first.pk}/ulang/", follow=True).content.decode()
    assert "Pengantaran dicoba lagi sekarang." in page
    page = keeper.post("/pengantaran/ulang/", {"reaksi": first.reaction}, follow=True)
    assert "2 pengantaran dicoba lagi sekarang." in page.content.decode()
    assert not delivery.parked().exists()


def test_a_second_press_is_told_that_nothing_is_parked(keeper, now):
    [one] = park(now, 1)
    keeper.post(f"/pengantaran/{one.pk}/ulang/")
    answer = keeper.post(f"/pengantaran/{one.pk}/ulang/")
    assert answer.status_code == 409
    assert "sudah tidak tertahan" in answer.content.decode()


def test_an_inspector_sees_the_list_without_buttons(client, now):
    [one] = park(now, 1)
    inspector = factories.sign_in(client, factories.make_officer("ledger.view"))
    page = inspector.get("/pengantaran/").content.decode()
    assert "LookupError" in page
    assert "/ulang/" not in page
    assert inspector.post(f"/pengantaran/{one.pk}/ulang/").status_code == 403
    assert list(delivery.parked()) == [one]
