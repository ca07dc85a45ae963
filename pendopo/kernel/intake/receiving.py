"""Receive something once: the work runs once, every repetition gets the stored receipt."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError
from pendopo.kernel.intake.models import Submission

LATEST = 10
"""Receipts that are looked through for one subject: who asks has just been sent to its page."""


# Whoever comes second waits in this INSERT until the first has committed, and then keeps nothing:
# no savepoint, no error to catch, the same on both databases.
_KEEP = """
    INSERT INTO intake_submission (id, owner, form, key, body_sha256, received_at)
    VALUES (%(id)s, %(owner)s, %(form)s, %(key)s, %(body_sha256)s, %(received_at)s)
    ON CONFLICT (owner, form, key) DO NOTHING
"""
_ANSWER = "UPDATE intake_submission SET receipt = %(receipt)s WHERE id = %(id)s"


class KeyReused(DomainError):
    """The same key came with another body."""

    sentence = "Kiriman ini sudah pernah diterima dengan isi lain. Buat kiriman baru."


class BadKey(BadInput):
    """The key is no UUID."""

    sentence = "Kunci kiriman tidak dikenal. Muat ulang halaman, isian Anda tetap tersimpan."


class NoOwner(BadInput):
    """Neither a person nor a device stands behind the submission."""

    sentence = "Perangkat ini belum dikenal. Muat ulang halaman lalu kirim lagi."


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the sender gets: what came of it, where to look, and when we received it.

    `received_at` is our clock and `repeated` tells a repetition; intake sets both.
    """

    subject: str
    text: str
    address: str
    number: str = ""
    code: str = ""
    received_at: datetime | None = None
    repeated: bool = False


def receive(
    *,
    form: str,
    key: str,
    body: bytes,
    actor: Actor,
    now: datetime,
    handle: Callable[[], Receipt],
    device: str = "",
) -> Receipt:
    """Run `handle` once for this owner, form and key; a repetition gets the first receipt.

    The caller has checked that the actor may send this form; a receipt is found by its owner
    only. A crash or refusal inside `handle` leaves nothing behind, and the key free.
    Raises BadKey, NoOwner, KeyReused, and whatever `handle` raises.
    """
    mine = Submission(
        id=uuid4(),
        owner=owner_of(actor, device),
        form=form,
        key=_uuid(key),
        body_sha256=_keyed("body", body),
        received_at=now,
    )
    with transaction.atomic():
        if held := _held_before(mine):
            return _repeat(held, mine.body_sha256)
        receipt = replace(handle(), received_at=now)
        _run(_ANSWER, mine, receipt=asdict(receipt))
    return receipt


def receipt_of(
    *, form: str, key: str, body: bytes, actor: Actor, device: str = ""
) -> Receipt | None:
    """Return the receipt that was given for this before, or None.

    Asked before costly work (finishing uploads) whose traces may be gone by now.
    Raises BadKey, NoOwner, KeyReused.
    """
    owner = owner_of(actor, device)
    held = Submission.objects.filter(owner=owner, form=form, key=_uuid(key)).first()
    return _repeat(held, _keyed("body", body)) if held else None


def latest_about(subject: str, *, form: str, actor: Actor) -> Receipt | None:
    """Return the receipt that this person got for a subject, where it is one of their latest."""
    mine = Submission.objects.filter(owner=owner_of(actor), form=form).order_by("-received_at")
    found = (held.receipt for held in mine[:LATEST] if held.receipt)
    return next((Receipt(**values) for values in found if values["subject"] == subject), None)


def owner_of(actor: Actor, device: str = "") -> str:
    """Return who owns what is sent: the person, or the device when nobody signed in."""
    if actor.is_signed_in:
        return actor.ref
    if not 16 <= len(device) <= 200:
        raise NoOwner
    return f"device:{_keyed('device', device.encode())}"


def _held_before(mine: Submission) -> Submission | None:
    """Keep the submission, or return the one that already holds its key."""
    if _run(_KEEP, mine):
        return None
    return Submission.objects.get(owner=mine.owner, form=mine.form, key=mine.key)


def _run(statement: str, mine: Submission, **changes: object) -> bool:
    """Run a statement with the values of a submission; tell whether it wrote the row."""
    values = {**vars(mine), **changes}
    prepared = {
        field.attname: field.get_db_prep_save(values[field.attname], connection)
        for field in Submission._meta.concrete_fields  # noqa: SLF001 - Django's public _meta
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, prepared)
        return bool(cursor.rowcount == 1)


def _repeat(held: Submission, body_sha256: str) -> Receipt:
    if held.body_sha256 != body_sha256:
        raise KeyReused
    values = {**held.receipt, "received_at": held.received_at, "repeated": True}
    return Receipt(**values)


def _keyed(what: str, value: bytes) -> str:
    # Keyed, because a short body (nine answers from 1 to 4) can be guessed from a plain hash.
    return str(salted_hmac(f"pendopo.intake.{what}", value, algorithm="sha256").hexdigest())


def _uuid(key: str) -> UUID:
    try:
        found = UUID(key)
    except ValueError as error:
        raise BadKey from error
    if str(found) != key.lower():
        # UUID() also reads braces and other spellings; one key has one spelling.
        raise BadKey
    return found
