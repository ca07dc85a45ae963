"""What documents contributes to the house: content kind, menu, cards, search, links, files."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pendopo.domains.documents import access, actions, models, queries
from pendopo.domains.documents.schema import SHEET, LetterSheet, check_sheet
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.files.models import StoredFile
from pendopo.shell import government

content.register("letters", LetterSheet, main="letter.yaml", files=(SHEET,), check=check_sheet)


@hooks.menu.fill
def menu(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer the tray to signers and the register to who keeps it."""
    if actor.may(access.SIGN):
        yield hooks.MenuItem(
            label="Tanda tangan",
            address=reverse("documents:tray"),
            icon="signature",
            frame="officer",
            rank=30,
        )
    if actor.may(access.REGISTER):
        yield hooks.MenuItem(
            label="Register surat",
            address=reverse("documents:register"),
            icon="books",
            frame="officer",
            rank=55,
        )


@hooks.home_cards.fill
def waiting_letters(actor: Actor) -> Iterable[hooks.HomeCard]:
    """Tell a signer how many letters wait."""
    if not actor.may(access.SIGN):
        return
    count = queries.to_sign(actor).count()
    if count:
        yield hooks.HomeCard(
            title="Surat menunggu tanda tangan Anda",
            text="Baca sekilas, pilih, lalu tanda tangani dengan satu passphrase.",
            address=reverse("documents:tray"),
            action="Buka tumpukan surat",
            rank=10,
            count=count,
        )


@hooks.search.fill
def letters_by_number(actor: Actor, text: str) -> Iterable[hooks.SearchHit]:
    """Find letters by their number, for officers of their units."""
    for letter in queries.find(actor, text, on=_today()):
        yield hooks.SearchHit(
            title=letter.number,
            text=f"{letter.title} · {letter.get_state_display()}",
            address=_page(letter),
            kind="Surat",
        )


@hooks.subject_links.fill
def letter_pages(subjects: Collection[str], actor: Actor) -> dict[str, hooks.SubjectLink]:
    """Link references of letters to their pages, for those who may see them."""
    refs = [one for one in subjects if one.startswith("letter:")]
    letters = access.visible_to(actor, on=_today()).filter(ref__in=refs) if refs else ()
    return {one.ref: hooks.SubjectLink(label=one.number, address=_page(one)) for one in letters}


@hooks.subject_actions.fill
def letters_of_subject(subject: str, actor: Actor) -> Iterable[hooks.SubjectLink]:
    """Offer the letters of a case on its page: the holder downloads, officers open."""
    if not actor.is_signed_in:
        return
    today = _today()
    for letter in queries.letters_of(subject):
        is_holder = access.is_holder(letter, actor, on=today)
        if is_holder and letter.signed_at is not None:
            address = reverse("documents:pdf", args=[letter.pk_text])
            label = _("Unduh surat %(number)s") % {"number": letter.number}
            yield hooks.SubjectLink(label=label, address=address)
        elif not is_holder and access.may_read_pdf(letter, actor, on=today):
            yield hooks.SubjectLink(label=f"Surat {letter.number}", address=_page(letter))


@hooks.file_access.fill
def may_read(stored: StoredFile, actor: Actor) -> bool:
    """Let holder and officers read the files of a letter."""
    if not stored.subject.startswith("letter:"):
        return False
    letter = models.Letter.objects.filter(ref=stored.subject).first()
    return letter is not None and access.may_read_file(letter, stored.pk, actor, on=_today())


@hooks.ticks.fill
def freeze_waiting(now: datetime) -> None:
    """Fix the bytes of new letters before their signer opens the tray."""
    actions.freeze_drafted(now=now)


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that "letter:…" names a record."""
    return ("letter",)


def _today() -> date:
    return government.local_date(timezone.now())


def _page(letter: models.Letter) -> str:
    return reverse("documents:letter", args=[letter.pk_text])
