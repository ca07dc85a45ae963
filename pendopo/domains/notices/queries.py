"""Reads: a person's notices in words, the channels that reach a person, messages under way."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from pendopo.domains.notices import access, rules
from pendopo.domains.notices.models import Channel, Notice, Preference
from pendopo.domains.notices.ports import mailbox, messaging, sandbox
from pendopo.domains.notices.schema import NoticeTemplate
from pendopo.domains.people import queries as people
from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.content import words as speech
from pendopo.shell import government

WANTED_UNASKED = frozenset({Channel.EMAIL})
"""Channels used until the person says otherwise; WhatsApp and SMS cost money and need a yes."""


@dataclass(frozen=True)
class Wording:
    """What a notice says."""

    title: str
    text: str


@dataclass(frozen=True)
class Line:
    """A notice as a page shows it, with the name of the page it leads to, if there is one."""

    notice: Notice
    wording: Wording
    link_label: str


@dataclass(frozen=True)
class Outgoing:
    """One message of the demo's mailbox."""

    channel: str
    recipient: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True)
class ChannelChoice:
    """One channel on the preference form: can it reach this person, and is it wanted?"""

    code: str
    label: str
    is_wanted: bool
    is_reachable: bool
    is_sandbox: bool


def unread_count(actor: Actor) -> int:
    """Return how many notices the actor has not opened."""
    return access.visible_to(actor).unread().count() if actor.is_signed_in else 0


def newest_unread(actor: Actor) -> Wording | None:
    """Return the words of the newest notice that the actor has not opened, or None."""
    notice = access.visible_to(actor).unread().first()
    if notice is None:
        return None
    return words(notice, templates_on(local_date(notice.created_at)).get(notice.template))


def lines(notices: list[Notice], actor: Actor, *, on: date) -> list[Line]:
    """Put notices into words with one look at the templates and at what they lead to."""
    templates = templates_on(on)
    links = hooks.links({notice.subject for notice in notices}, actor)
    return [
        _line(notice, templates.get(notice.template), links.get(notice.subject))
        for notice in notices
    ]


def templates_on(on: date) -> dict[str, NoticeTemplate]:
    """Return the templates in force by code."""
    found = (version.data for version in library.versions("notices", on=on))
    return {data.code: data for data in found if isinstance(data, NoticeTemplate)}


def words(notice: Notice, template: NoticeTemplate | None) -> Wording:
    """Return title and text; without a template neutral ones, because the fact must not be lost."""
    if template is None:
        return Wording(_("Ada kabar untuk Anda"), _("Buka untuk melihat selengkapnya."))
    title, text = speech.say(template.title), speech.say(template.text)
    values = _values(notice)
    return Wording(_fill(title, values), _fill(text, values))


def outside_words(notice: Notice, template: NoticeTemplate | None) -> str:
    """Return the sentence that may leave the house, with the address where to read more."""
    sentence = template.outside if template else "Ada kabar untuk Anda."
    shown = {name: value for name, value in _values(notice).items() if _is_open(name, template)}
    said = _fill(sentence, {**shown, "reference": rules.reference(notice.subject)})
    return f"{said} Buka Pendopo untuk membacanya: {settings.PUBLIC_ADDRESS}/pemberitahuan/"


def recipient(person_ref: str, channel: str) -> str:
    """Return the e-mail address or phone number of a person, empty where there is none."""
    try:
        account = getattr(people.person(person_ref), "account", None)
    except people.NoSuchPerson:
        return ""
    if account is None or not account.is_active:
        return ""
    if channel == Channel.EMAIL:
        return account.email or ""
    return account.phone if account.phone_proven_at else ""


def wanted_channels(person_ref: str) -> list[str]:
    """Return the channels on which this person wants to hear and can be reached."""
    return [c.code for c in channel_choices(person_ref) if c.is_wanted and c.is_reachable]


def channel_choices(person_ref: str) -> list[ChannelChoice]:
    """Return every channel of this installation with the person's choice."""
    said = dict(Preference.objects.filter(person_ref=person_ref).values_list("channel", "wanted"))
    return [
        ChannelChoice(
            code=channel.value,
            label=channel.label,
            is_wanted=said.get(channel.value, channel in WANTED_UNASKED),
            is_reachable=bool(recipient(person_ref, channel)),
            is_sandbox=channel != Channel.EMAIL and messaging.is_sandbox(),
        )
        for channel in _channels()
    ]


def address_of(notice: Notice, actor: Actor) -> str:
    """Return the page that a notice leads to for this actor, empty where there is none."""
    link = hooks.link_to(notice.subject, actor)
    return link.address if link else ""


def demo_mailbox() -> list[Outgoing]:
    """Return what the demo's channels took instead of sending, newest first."""
    mails = [Outgoing("E-mail", m.recipient, m.title, m.text, m.at) for m in mailbox.newest()]
    phones = [
        Outgoing(Channel(t.channel).label, t.recipient, "", t.text, datetime.fromisoformat(t.at))
        for t in sandbox.taken_messages()
    ]
    return sorted(mails + phones, key=lambda message: message.at, reverse=True)[:100]


def local_date(moment: datetime) -> date:
    """Return the government's date at this moment."""
    return moment.astimezone(_zone()).date()


def _channels() -> list[Channel]:
    return list(Channel) if messaging.gateway() else [Channel.EMAIL]


def _line(notice: Notice, template: NoticeTemplate | None, link: hooks.SubjectLink | None) -> Line:
    return Line(notice, words(notice, template), link.label if link else "")


def _values(notice: Notice) -> dict[str, str | int]:
    """Return the codes of a notice, and the words that the domain behind it has for them."""
    values: dict[str, str | int] = dict(notice.codes)
    for fill in hooks.notice_words:
        values |= fill(notice.template, notice.codes)
    return values


def _is_open(name: str, template: NoticeTemplate | None) -> bool:
    return template is not None and name in template.open


def _fill(text: str, codes: dict[str, str | int]) -> str:
    return rules.fill(text, codes, _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(government.current().zone)
