"""Reads of letters and of the register."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from pendopo.domains.documents import access, models, rules
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.files import store
from pendopo.kernel.search import index

SEARCH_KIND = "letter"
MAX_TRAY = 50


class NoSuchLetter(NotFound):
    """No letter has this reference, or this actor may not see it."""

    sentence = "Surat yang dicari tidak ditemukan."


class NobodySigns(DomainError):
    """The agency has no official who may sign on this day."""

    sentence = "Belum ada pejabat yang berwenang menandatangani di kantor ini pada hari ini."


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the reader of the register asked for; empty means all."""

    state: str = ""
    year: int | None = None
    agency: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicLetter:
    """All that anyone with the code may know of a letter, and nothing more."""

    verdict: rules.Verdict
    title: str = ""
    number: str = ""
    document_date: date | None = None
    office: str = ""
    holder: str = ""
    valid_until: date | None = None
    replacement: str = ""
    sha256: str = ""
    simulation: bool = False


def letter(ref: str, actor: Actor, *, on: date) -> models.Letter:
    """Return a letter that this actor may see on a day. Raises NoSuchLetter."""
    found = access.visible_to(actor, on=on).filter(ref=ref).first()
    if found is None:
        raise NoSuchLetter
    return found


def letters_of(subject: str) -> "QuerySet[models.Letter]":
    """Return the letters of a case, newest first."""
    rows = models.Letter.objects.filter(subject=subject).select_related("entry")
    return rows.order_by("-pk")


def to_sign(actor: Actor) -> "QuerySet[models.Letter]":
    """Return the letters that wait for this officer's signature, oldest first."""
    waiting = models.Letter.objects.waiting().filter(signer=actor.ref)
    return waiting.select_related("entry", "template", "sheet").order_by("pk")


def drafted(*, limit: int) -> list[models.Letter]:
    """Return letters whose bytes are not fixed yet, oldest first."""
    rows = models.Letter.objects.filter(state=models.LetterState.DRAFTED)
    return list(rows.select_related("entry", "template", "sheet").order_by("pk")[:limit])


def register(actor: Actor, wanted: RegisterFilter) -> "QuerySet[models.RegisterEntry]":
    """Return the register as this officer may see it, newest number first."""
    rows = models.RegisterEntry.objects.filter(letter__in=_within_units(actor))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.year:
        rows = rows.filter(series__year=wanted.year)
    if wanted.agency:
        rows = rows.filter(series__agency=wanted.agency)
    if wanted.text:
        rows = rows.filter(letter__ref__in=_found(actor, wanted.text, limit=200))
    return rows.select_related("letter", "series").order_by("-pk")


def years() -> list[int]:
    """Return the years of which the register has numbers, newest first."""
    return sorted(set(models.Series.objects.values_list("year", flat=True)), reverse=True)


def find(actor: Actor, text: str, *, on: date) -> list[models.Letter]:
    """Return at most ten letters whose number has these words, for officers of their units."""
    refs = _found(actor, text, limit=10)
    return list(access.visible_to(actor, on=on).filter(ref__in=refs).order_by("-pk"))


def verify(token: str, *, today: date) -> PublicLetter:
    """Return what the public page says for a token; an unknown one is an answer too."""
    rows = models.Letter.objects.by_token(token).select_related("entry", "replaced_by__entry")
    found = rows.first()
    if found is None:
        return PublicLetter(verdict=rules.Verdict.UNKNOWN)
    verdict = rules.verdict(found.state, valid_until=found.valid_until, today=today)
    if verdict == rules.Verdict.UNKNOWN:
        return PublicLetter(verdict=verdict)
    replaced = verdict == rules.Verdict.CORRECTED and found.replaced_by is not None
    return PublicLetter(
        verdict=verdict,
        title=found.title,
        number=found.number,
        document_date=found.document_date,
        office=found.data["letterhead"]["office"],
        holder=found.holder_masked,
        valid_until=found.valid_until,
        replacement=found.replaced_by.number if replaced and found.replaced_by else "",
        sha256=found.signed_sha256,
        simulation=found.simulation,
    )


def signatory(agency_code: str, *, on: date) -> rules.Signatory:
    """Return who signs for an agency on a day, as a letter prints it. Raises NobodySigns."""
    found = people.signatory_of(people.agency(agency_code), on=on)
    if found is None:
        raise NobodySigns
    return rules.Signatory(
        ref=found.person.ref,
        name=found.person.name,
        title=found.title,
        capacity=rules.capacity(found.prefix),
        own_title=found.own_title,
    )


def file_of(found: models.Letter) -> bytes | None:
    """Return the signed bytes, else the frozen ones, or None where nothing was set yet."""
    stored = found.signed_file or found.frozen_file
    return store.read(stored) if stored else None


def _within_units(actor: Actor) -> "QuerySet[models.Letter]":
    units = actor.units(access.REGISTER)
    rows = models.Letter.objects.none()
    for unit in units:
        rows |= models.Letter.objects.filter(unit__startswith=unit)
    return rows


def _found(actor: Actor, text: str, *, limit: int) -> list[str]:
    units = {unit for name in access.OFFICER for unit in actor.units(name)}
    return index.find(text, kinds=[SEARCH_KIND], units=units, limit=limit)
