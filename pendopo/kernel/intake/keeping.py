"""How long a receipt is kept: longer than any device goes on asking for it.

A device fixes what it sends at the first try and repeats it until an answer comes, at most
REPEAT_DAYS by our clock; what is older it gives back to the person. So nobody asks for a receipt
later than that after it was given, and an older one can go, with the tracking code in it.
"""

from datetime import datetime, timedelta

from django.conf import settings

from pendopo.kernel import batches
from pendopo.kernel.intake.models import Submission

REPEAT_DAYS = 60
"""Two months without signal: longer than a fishing season or a stay in the fields lasts."""


def forget_receipts(now: datetime) -> int:
    """Remove some receipts that no device asks for any more; return how many."""
    before = now - timedelta(days=settings.KEEP_RECEIPTS_DAYS)
    return batches.remove(Submission.objects.filter(received_at__lt=before))
