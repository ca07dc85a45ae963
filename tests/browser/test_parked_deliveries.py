"""The administrator's page of parked deliveries, on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import system
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book, delivery, reactions, releasing
from pendopo.kernel.ledger.events import SigningKeyHandedOver
from pendopo.kernel.ledger.models import Delivery
from tests.browser.filling import become

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MANY = 60
DESK = {"width": 1280, "height": 800}


def park() -> None:
    """Park deliveries of three reactions, one of which left the software."""
    now = timezone.now()
    event = SigningKeyHandedOver(
        subject=Ref("ledger:heads"), version=2, key=Code("0" * 16), since=now
    )
    with transaction.atomic():
        entries = book.record_many([(event, now)] * MANY, actor=system("test"))
    names = [*list(reactions.registry)[:2], "surveys.former:cases.case_closed"]
    Delivery.objects.bulk_create(
        Delivery(
            entry=entry,
            reaction=names[place % 3],
            attempts=delivery.ATTEMPTS,
            leased_until=now,
            parked_at=now - timedelta(hours=place),
            last_error="OperationalError",
        )
        for place, entry in enumerate(entries)
    )


def test_an_administrator_is_led_to_what_is_parked_and_tries_it_again(
    page: Page, live_server, siti, screenshot, violations
) -> None:
    park()
    permissions = ("ledger.view", releasing.PERMISSION)
    become(page, live_server, factories.make_officer(*permissions))
    page.goto("/")
    screenshot(page, "70-beranda-tertahan")
    page.get_by_role("link", name="Lihat yang tertahan").click()
    expect(page.get_by_role("heading", name="Pengantaran tertahan")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
    screenshot(page, "71-tertahan-telepon")
    page.set_viewport_size(DESK)
    screenshot(page, "72-tertahan-meja")
    page.get_by_role("button", name="Coba lagi semua").first.click()
    expect(page.get_by_text("20 pengantaran dicoba lagi sekarang.")).to_be_visible()
    assert delivery.parked().count() == MANY - 20
