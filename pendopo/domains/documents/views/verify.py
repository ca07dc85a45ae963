"""The public page behind the QR code: is this letter genuine and in force?"""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pendopo.domains.documents import queries
from pendopo.domains.documents.rules import Verdict
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.shell import government

MAX_TOKEN = 100


@dataclass(frozen=True)
class Look:
    """A verdict for the eye: one word, one tone, one shape, one sentence."""

    word: Promise
    tone: str
    icon: str
    sentence: Promise


LOOKS = {
    Verdict.VALID: Look(
        _("SAH"), "positive", "circle-check", _("Surat ini terbit resmi dan masih berlaku.")
    ),
    Verdict.EXPIRED: Look(
        _("KEDALUWARSA"),
        "warning",
        "hourglass",
        _("Surat ini terbit resmi, tetapi masa berlakunya sudah lewat."),
    ),
    Verdict.REVOKED: Look(
        _("DICABUT"), "negative", "circle-x", _("Surat ini pernah terbit, lalu dicabut.")
    ),
    Verdict.CORRECTED: Look(
        _("DIGANTI"), "warning", "refresh", _("Surat ini sudah diganti dengan surat baru.")
    ),
    Verdict.UNSIGNED: Look(
        _("BELUM DITANDATANGANI"),
        "warning",
        "alert-triangle",
        _("Surat ini belum ditandatangani, jadi belum berlaku."),
    ),
    Verdict.UNKNOWN: Look(
        _("TIDAK DIKENAL"),
        "negative",
        "ban",
        _("Kode ini tidak ada dalam register surat kami."),
    ),
}


@require_safe
@access.public
def verify(request: ActedRequest, token: str) -> HttpResponse:
    """Say whether the letter behind a code is in force.

    An unknown code is answered with 200: a 404 would write the address, token and all, into
    the server's log.
    """
    today = government.local_date(timezone.now())
    letter = queries.verify(token[:MAX_TOKEN], today=today)
    look = LOOKS[letter.verdict]
    response = render(request, "documents/verify.html", {"letter": letter, "look": look})
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
