"""The outbox protocol over HTTP: what is asked of a sender, and what each answer means.

| status | state       | what the device does                                   |
|--------|-------------|--------------------------------------------------------|
| 200/201| sent        | keeps the receipt, forgets the item                    |
| 401    | sign_in     | keeps the item, asks for sign-in, goes on              |
| 403    | refused     | shows the sentence, keeps the item; `reason` is        |
|        |             | OtherPerson when somebody else made it                 |
| 409    | refused     | shows the sentence; the item needs a new key           |
| 410    | changed     | shows what changed in the form, lets the person review |
| 413    | refused     | asks for smaller attachments                           |
| 422    | refused     | shows `errors` beside the fields                       |
| 429    | later       | tries again at `retry_at`                              |
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse

from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import ANONYMOUS, Actor
from pendopo.kernel.content import words
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed
from pendopo.kernel.intake.receiving import Receipt, receipt_of, receive

LIMIT = 512 * 1024
"""Bytes of one body; attachments travel apart, as resumable uploads."""

OF_DEVICE = "device"
"""X-Owner of what was filled in while nobody was signed in: received for the device, whoever
has signed in meanwhile."""

_STATES = {401: "sign_in", 410: "changed", 429: "later"}


class SignInAgain(DomainError):
    """The draft belongs to a person and nobody is signed in any more."""

    status = 401
    sentence = "Masuk kembali untuk mengirim. Isian Anda tetap tersimpan di perangkat ini."


class OtherPerson(NotAllowed):
    """The draft belongs to somebody else who used this device."""

    sentence = "Kiriman ini milik orang lain yang memakai perangkat ini."


class NotFromOurPage(NotAllowed):
    """The call lacks the header that only our own pages can send."""

    sentence = "Kiriman ini tidak berasal dari halaman Pendopo."


class TooLarge(DomainError):
    """The body is larger than a form can be."""

    status = 413
    sentence = "Kiriman terlalu besar. Kecilkan atau kurangi lampirannya."


class FormChanged(DomainError):
    """The version of the form that was filled in is no longer accepted."""

    status = 410
    sentence = "Formulir ini sudah berubah. Periksa bagian yang berubah lalu kirim lagi."

    def __init__(self, changes: Sequence[str]) -> None:
        """Keep a sentence per change."""
        super().__init__(changes=list(changes))


class BadFields(BadInput):
    """Some fields need another look; each has its sentence."""

    sentence = "Ada isian yang perlu diperbaiki."

    def __init__(self, errors: Mapping[str, Iterable[object]]) -> None:
        """Keep the sentences by field."""
        super().__init__(
            errors={field: [str(text) for text in texts] for field, texts in errors.items()}
        )


def take(
    request: ActedRequest,
    *,
    form: str,
    now: datetime,
    handle: Callable[[bytes], Receipt],
    limit: int = LIMIT,
) -> JsonResponse:
    """Receive the body of a POST once and answer in the protocol; never raises DomainError.

    Headers: `Idempotency-Key` (UUID of the item), `X-Requested-By: pendopo`, `X-Device` for a
    sender without account, `X-Owner` (who made the item: the person that `status` told, or "device").
    """
    try:
        check_sender(request)
        body = _body(request, limit)
        receipt = receive(
            form=form,
            key=request.headers.get("Idempotency-Key", ""),
            body=body,
            actor=_sender(request),
            now=now,
            handle=lambda: handle(body),
            device=request.headers.get("X-Device", ""),
        )
    except DomainError as refusal:
        return refused(refusal)
    return sent(receipt)


def repeated(request: ActedRequest, *, form: str) -> JsonResponse | None:
    """Answer what was received before; None when it is new. Raises what `receipt_of` raises."""
    receipt = receipt_of(
        form=form,
        key=request.headers.get("Idempotency-Key", ""),
        body=_body(request, LIMIT),
        actor=request.actor,
        device=request.headers.get("X-Device", ""),
    )
    return sent(receipt) if receipt else None


def refused_or_repeated(request: ActedRequest, refusal: DomainError, *, form: str) -> JsonResponse:
    """Answer a refusal, unless this very item was received before: then its receipt again.

    For a refusal by what the first sending used up: finished uploads, tries of a limit.
    """
    try:
        return repeated(request, form=form) or refused(refusal)
    except DomainError:
        return refused(refusal)


def check_sender(request: ActedRequest) -> None:
    """Refuse a call from elsewhere, and an item of somebody else.

    An item of the device (X-Owner "device") has no person. Raises NotFromOurPage, SignInAgain,
    OtherPerson.
    """
    if request.headers.get("X-Requested-By") != "pendopo":
        raise NotFromOurPage
    owner = request.headers.get("X-Owner", "").removeprefix(OF_DEVICE)
    if owner and not request.actor.is_signed_in:
        raise SignInAgain
    if owner and owner != request.actor.ref:
        raise OtherPerson


def sent(receipt: Receipt) -> JsonResponse:
    """Answer 201 for the first time and 200 for a repetition."""
    values = {
        "state": "sent",
        "subject": receipt.subject,
        "text": receipt.text,
        "address": receipt.address,
        "number": receipt.number,
        "code": receipt.code,
        "received_at": receipt.received_at,
    }
    return _private(JsonResponse(values, status=200 if receipt.repeated else 201))


def refused(refusal: DomainError) -> JsonResponse:
    """Answer a refusal: its state, its sentence and its details."""
    state = _STATES.get(refusal.status, "refused")
    values = {"state": state, "reason": refusal.code, "sentence": words.say(refusal.sentence)}
    return _private(JsonResponse({**_said(refusal.details), **values}, status=refusal.status))


def _said(value: Any) -> Any:
    """Return the details with their sentences in the reader's language."""
    if isinstance(value, Mapping):
        return {key: _said(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    return words.say(value) if isinstance(value, str) else value


def _sender(request: ActedRequest) -> Actor:
    is_of_device = request.headers.get("X-Owner") == OF_DEVICE
    return ANONYMOUS if is_of_device else request.actor


def _body(request: ActedRequest, limit: int) -> bytes:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        body = b"" if length > limit else request.body
    except (ValueError, RequestDataTooBig) as error:
        raise TooLarge from error
    if length > limit or len(body) > limit:
        raise TooLarge
    return body


def _private(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response
