"""The counter: an officer files for a person who has no phone, and records the consent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pendopo.domains.cases import actions, forms, queries
from pendopo.domains.cases.models import Channel
from pendopo.domains.cases.schema import ServicePackage
from pendopo.domains.cases.views import filing, items, kept, presenting
from pendopo.domains.people import actions as people_actions
from pendopo.domains.people import queries as people
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import BadInput, DomainError
from pendopo.kernel.intake import answers as intake
from pendopo.kernel.intake import receiving
from pendopo.shell import government

CONSENTS = {
    "lisan-di-loket": "Pemohon menyetujui secara lisan di loket",
    "tertulis": "Pemohon menandatangani lembar persetujuan",
    "surat-kuasa": "Ada surat kuasa",
}


SAID = ("pemohon", "nama_pemohon", "kontak_pemohon", "persetujuan")
"""What the officer says beside the form: for whom, and with which consent."""


class ConsentMissing(BadInput):
    """An officer files only with the applicant's consent."""

    sentence = "Pilih bagaimana pemohon memberi persetujuan."


class ApplicantMissing(BadInput):
    """Nobody was chosen to file for."""

    sentence = "Pilih pemohon, atau tulis nama pemohon baru."


@dataclass(frozen=True)
class Line:
    """One known applicant; `value` names the person, and the business that they stand for."""

    value: str
    name: str
    about: str

    @property
    def person_key(self) -> str:
        """Return what stands in the address of the person's page."""
        return self.value.partition(" ")[0].removeprefix("person:")


@require_GET
@access.requires("cases.file_for_others")
def choose(request: ActedRequest) -> HttpResponse:
    """Choose the service and find the applicant."""
    found = queries.services(on=government.local_date(timezone.now()))
    groups = presenting.grouped([p for p in found if p.channel == "case"])
    return render(request, "cases/counter.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
@access.requires("cases.file_for_others")
def apply(request: ActedRequest, code: str) -> HttpResponse:
    """Fill in the form together with the applicant."""
    now = timezone.now()
    package = queries.service(code, on=government.local_date(now))
    if package.channel != "case":
        return redirect("cases:counter")
    if request.method == "POST":
        return _receive(request, package, now)
    return _show(request, package, forms.ServiceForm(package), key=str(uuid4()))


@require_GET
@access.public
def kept_form(request: ActedRequest, code: str) -> HttpResponse:
    """Show the empty form as an officer's device keeps it for use without signal."""
    package = queries.service(code, on=government.local_date(timezone.now()))
    if package.channel != "case":
        return redirect("cases:counter")
    page = {"package": package, "form": forms.ServiceForm(package), "consents": CONSENTS}
    return render(request, "cases/counter_apply.html", {**page, **filing.KEPT})


@require_POST
@access.requires("cases.file_for_others")
def send(request: ActedRequest, code: str) -> HttpResponse:
    """Receive an item of the officer's outbox; every answer is one that the device understands."""
    now, form = timezone.now(), f"counter:{code}"
    try:
        intake.check_sender(request)
        item = items.read(request.body)
        if again := intake.repeated(request, form=form):
            return again
        package = queries.service(code, on=government.local_date(now))
        files = kept.finish_uploads(request, package, item.get("files", {}), now)
    except DomainError as refusal:
        return intake.refused(refusal)
    arrived = actions.Filing(
        service=code,
        version=item.get("version"),
        raw=item["answers"],
        files=files,
        channel=Channel.COUNTER,
        consent=items.text(item, "persetujuan"),
    )
    said = {name: items.text(item, name) for name in SAID}
    return intake.take(
        request, form=form, now=now, handle=lambda _: _file(request, arrived, said, now)
    )


def _receive(request: ActedRequest, package: ServicePackage, now: datetime) -> HttpResponse:
    raw = forms.raw_answers(package, request.POST)
    key = request.POST.get("kunci", "")
    files, file_errors = kept.accept_posted(request, package, key, now)
    said = {name: request.POST.get(name, "") for name in SAID}
    arrived = actions.Filing(
        service=package.code,
        raw=raw,
        files=files,
        channel=Channel.COUNTER,
        consent=said["persetujuan"],
    )
    try:
        if file_errors:
            raise actions.InvalidAnswers(file_errors)
        receipt = receiving.receive(
            form=f"counter:{package.code}",
            key=key,
            body=json.dumps([raw, kept.prints(files), said], sort_keys=True).encode(),
            actor=request.actor,
            now=now,
            handle=lambda: _file(request, arrived, said, now),
        )
    except DomainError as refusal:
        errors = refusal.errors if isinstance(refusal, actions.InvalidAnswers) else {}
        form = forms.ServiceForm(package, raw=request.POST, errors=errors)
        if not errors:
            form.add_error(None, refusal.sentence)
        return _show(request, package, form, key=key, status=refusal.status)
    kept.forget(request, key)
    return redirect("cases:sent", number=receipt.number)


def _file(
    request: ActedRequest, arrived: actions.Filing, said: Mapping[str, str], now: datetime
) -> receiving.Receipt:
    if arrived.consent not in CONSENTS:
        raise ConsentMissing
    applicant, business = _applicant(request, said, now)
    filed = actions.file_case(
        filing=arrived, applicant_id=applicant, business=business, actor=request.actor, now=now
    )
    return receiving.Receipt(
        subject=filed.case.ref,
        text="Permohonan diterima di loket.",
        address=reverse("cases:sent", args=[filed.case.number]),
        number=filed.case.number,
        code=filed.tracking_code,
    )


def _applicant(request: ActedRequest, said: Mapping[str, str], now: datetime) -> tuple[int, str]:
    """Return the id of the person at the counter, and the business that they stand for, if any."""
    if said["pemohon"]:
        ref, _, business = said["pemohon"].partition(" ")
        return people.person(ref).pk, business
    name = said["nama_pemohon"].strip()
    if not name:
        raise ApplicantMissing
    person = people_actions.register_person(
        name=name,
        contact=said["kontak_pemohon"].strip(),
        actor=request.actor,
        now=now,
    )
    return person.pk, ""


def _known(package: ServicePackage, text: str) -> list[Line]:
    """Return who is known by these words: persons, and who acts for a business where it may ask."""
    lines = [Line(one.ref, one.name, "") for one in people.find_by_name(text)]
    if not package.takes_businesses:
        return lines
    today = government.local_date(timezone.now())
    for mandate in people.find_representatives(text, on=today):
        firm, holder = mandate.business, mandate.holder
        if firm:
            about = f"{f'NIB {firm.nib}, ' if firm.nib else ''}diwakili {holder.name}"
            lines.append(Line(f"{holder.ref} {firm.ref}", firm.name, about))
    return lines


def _show(
    request: ActedRequest,
    package: ServicePackage,
    form: forms.ServiceForm,
    *,
    key: str,
    status: int = 200,
) -> HttpResponse:
    text = request.GET.get("cari", "").strip()
    known = _known(package, text) if text else []
    context = {
        "package": package,
        "form": form,
        "key": key,
        "kept": kept.names(request, key),
        "consents": CONSENTS,
        "known": known,
        "owners": [one for one in known if not one.about] if package.takes_businesses else [],
        "searched": text,
        "chosen": request.POST or request.GET,
        "frame_page": "shell/base.html",
    }
    return render(request, "cases/counter_apply.html", context, status=status)
