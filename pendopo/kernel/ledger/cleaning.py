"""Remove deliveries that were done long ago; entries and seals, which verification reads, stay."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery

from pendopo.kernel import batches
from pendopo.kernel.ledger.models import Delivery, Watermark


def forget_delivered(now: datetime) -> int:
    """Remove some deliveries that are done, old, and behind their watermark; return how many.

    A row keeps its entry from being delivered twice until the watermark of the reaction has
    passed the seal. What is parked or waits is never done.
    """
    before = now - timedelta(days=settings.KEEP_DELIVERIES_DAYS)
    mark = Watermark.objects.filter(consumer=OuterRef("reaction")).values("seq")
    rows = Delivery.objects.filter(done_at__lt=before, entry__seal__seq__lt=Subquery(mark))
    return batches.remove(rows)
