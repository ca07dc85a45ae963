"""The signer's tray: a stack of letters, one glance each, one passphrase, one result each."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pendopo.domains.documents import actions, forms, models, queries
from pendopo.domains.documents.ports import signing
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest, limits
from pendopo.kernel.errors import DomainError
from pendopo.shell import formats, shapes

MAX_CHANGES = 6
TRIES, WINDOW = 30, timedelta(minutes=10)


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
@access.requires("documents.sign")
def tray(request: ActedRequest) -> HttpResponse:
    """Show what waits for my signature; sign what I chose."""
    form = forms.SignForm(request.POST or None)
    outcomes: list[actions.Outcome] = []
    picks = [pick for pick in map(_pick, request.POST.getlist("letter")) if pick]
    if request.method == "POST" and form.is_valid() and picks:
        outcomes = _sign(request, form, picks)
        form = forms.SignForm()
    page = _page(request, form, outcomes)
    page["nothing_chosen"] = request.method == "POST" and not picks
    return render(request, "documents/tray.html", page)


def _sign(
    request: ActedRequest, form: forms.SignForm, picks: list[actions.Pick]
) -> list[actions.Outcome]:
    now = timezone.now()
    limits.spend("documents.sign", request.actor.ref, limit=TRIES, window=WINDOW, now=now)
    return actions.sign_many(picks=picks, passphrase=form.words(), actor=request.actor, now=now)


def _pick(value: str) -> actions.Pick | None:
    ref, _, sha256 = value.partition(".")
    return actions.Pick(f"letter:{ref}", sha256) if ref and sha256 else None


def _page(
    request: ActedRequest, form: forms.SignForm, outcomes: list[actions.Outcome]
) -> dict[str, object]:
    waiting = queries.to_sign(request.actor)
    ready, broken = _frozen(waiting[: queries.MAX_TRAY])
    return {
        "form": form,
        "signed": [one for one in outcomes if one.is_signed],
        "refused": [one for one in outcomes if not one.is_signed],
        "sheets": [_sheet(letter) for letter in ready],
        "broken": broken,
        "total": waiting.count(),
        "simulation": signing.service().simulation,
    }


def _frozen(
    letters: Iterable[models.Letter],
) -> tuple[list[models.Letter], list[models.Letter]]:
    """Return letters whose bytes are fixed, and those whose template is broken."""
    ready, broken = [], []
    for letter in letters:
        try:
            ready.append(actions.freeze(letter=letter, now=timezone.now()))
        except DomainError:
            broken.append(letter)
    return ready, broken


def _sheet(letter: models.Letter) -> shapes.LetterSheet:
    said = [
        f"{forms.field_label(code)}: {value}"
        for code, value in letter.data["content"].items()
        if value
    ]
    day = formats.day(letter.document_date)
    return shapes.LetterSheet(
        key=f"{letter.pk_text}.{letter.frozen_sha256}",
        title=letter.title,
        number=f"{letter.number} · {day} · sidik {letter.frozen_sha256[:8]}",
        address=reverse("documents:pdf", args=[letter.pk_text]) + "?lihat=1",
        changes=tuple(said[:MAX_CHANGES]),
    )
