"""One letter: what it is, its PDF, and how officers end or pass it on."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.domains.documents import access as rights
from pendopo.domains.documents import actions, forms, models, queries, rules
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.files import serving, store
from pendopo.shell import formats, government, shapes

STATUS = {
    "drafted": ("diproses", "Disiapkan"),
    "frozen": ("menunggu", "Menunggu tanda tangan"),
    "signed": ("selesai", "Berlaku"),
    "revoked": ("ditolak", "Dicabut"),
    "corrected": ("dikembalikan", "Diganti"),
    "void": ("dibatalkan", "Nomor batal"),
}


@require_safe
@access.signed_in
def page(request: ActedRequest, code: str) -> HttpResponse:
    """Show a letter to its holder and to officers of its unit."""
    letter = _letter(request, code)
    return _render(request, letter)


@require_safe
@access.signed_in
def pdf(request: ActedRequest, code: str) -> HttpResponse:
    """Send the PDF; `?lihat` shows it in the browser."""
    letter = _letter(request, code)
    if not rights.may_read_pdf(letter, request.actor, on=_today()):
        raise queries.NoSuchLetter
    return serving.answer(
        actions.pdf_of(letter),
        name=store.tidy_name(f"{letter.title} {letter.number}".replace("/", "-"), store.PDF),
        media_type=store.PDF,
        inline="lihat" in request.GET,
    )


@require_POST
@access.requires("documents.revoke")
def revoke(request: ActedRequest, code: str) -> HttpResponse:
    """Take a letter out of force."""

    def end(letter: models.Letter, form: forms.RevokeForm) -> None:
        reason = rules.RevocationReason(form.cleaned_data["reason"])
        actions.revoke(
            letter=letter,
            reason=reason,
            note=form.cleaned_data["note"],
            actor=request.actor,
            now=timezone.now(),
        )

    return _submit(request, code, forms.RevokeForm(request.POST), end, "revoke_form")


@require_POST
@access.requires("documents.revoke")
def void(request: ActedRequest, code: str) -> HttpResponse:
    """Give up a number that was never signed."""

    def end(letter: models.Letter, form: forms.VoidForm) -> None:
        actions.void(
            letter=letter,
            reason=rules.VoidReason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
            actor=request.actor,
            now=timezone.now(),
        )

    return _submit(request, code, forms.VoidForm(request.POST), end, "void_form")


@require_http_methods(["GET", "POST"])
@access.requires("documents.revoke")
def correct(request: ActedRequest, code: str) -> HttpResponse:
    """Ask again what the letter says, and draft its replacement."""
    letter = _letter(request, code)
    rights.require_end(letter, request.actor)
    form = forms.CorrectForm(letter, request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        new = actions.correct(
            letter=letter,
            content=form.content(),
            signatory=queries.signatory(letter.agency, on=government.local_date(now)),
            note=form.cleaned_data["note"],
            actor=request.actor,
            now=now,
        )
        return redirect("documents:letter", new.pk_text)
    return render(request, "documents/correct.html", {"letter": letter, "form": form})


@require_POST
@access.requires("documents.revoke")
def readdress(request: ActedRequest, code: str) -> HttpResponse:
    """Let whoever signs for the agency today sign this letter."""
    letter = _letter(request, code)
    rights.require_end(letter, request.actor)
    now = timezone.now()
    signatory = queries.signatory(letter.agency, on=government.local_date(now))
    actions.readdress(letter=letter, signatory=signatory, actor=request.actor, now=now)
    return redirect("documents:letter", code)


def _submit(
    request: ActedRequest,
    code: str,
    form: forms.RevokeForm | forms.VoidForm,
    end: Callable[..., None],
    name: str,
) -> HttpResponse:
    letter = _letter(request, code)
    if not form.is_valid():
        return _render(request, letter, status=422, **{name: form})
    end(letter, form)
    return HttpResponseRedirect(request.path.rsplit("/", 2)[0] + "/")


def _letter(request: ActedRequest, code: str) -> models.Letter:
    return queries.letter(f"letter:{code}", request.actor, on=_today())


def _today() -> date:
    return government.local_date(timezone.now())


def _render(
    request: ActedRequest, letter: models.Letter, status: int = 200, **bound: object
) -> HttpResponse:
    shown = {
        "letter": letter,
        "facts": _facts(letter),
        "status": STATUS[letter.state],
        "may_end": rights.may_end(letter, request.actor),
        "may_read": rights.may_read_pdf(letter, request.actor, on=_today()),
        "is_waiting": letter.state in {models.LetterState.DRAFTED, models.LetterState.FROZEN},
        "is_signed": letter.state == models.LetterState.SIGNED,
        "revoke_form": forms.RevokeForm(),
        "void_form": forms.VoidForm(),
        **bound,
    }
    return render(request, "documents/letter.html", shown, status=status)


def _facts(letter: models.Letter) -> list[shapes.Fact]:
    signer = letter.data["signatory"]
    zone = ZoneInfo(government.current().zone)
    rows = [
        ("Nomor", letter.number),
        ("Tanggal surat", formats.day(letter.document_date)),
        ("Ditandatangani", letter.signed_at and formats.moment(letter.signed_at, zone)),
        ("Berlaku sampai", letter.valid_until and formats.day(letter.valid_until)),
        ("Penanda tangan", f"{signer['prefix']} {signer['title']}, {signer['name']}".strip()),
        ("Sidik SHA-256", _in_groups(letter.signed_sha256 or letter.frozen_sha256)),
    ]
    return [shapes.Fact(label=label, value=value) for label, value in rows if value]


def _in_groups(sha256: str) -> str:
    """Return a hash that people can compare by eye and phones can wrap."""
    return " ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8))
