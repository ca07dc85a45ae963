"""What notices announces: that a message left the house, or could not."""

from dataclasses import dataclass

from pendopo.kernel.events import Code, Event


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Event, name="notices.notice_sent", label="Pemberitahuan dikirim ke luar aplikasi"):
    """A mail server or gateway took the message; proof that the person was told."""

    template: Code
    channel: Code
    attempts: int


@dataclass(frozen=True, kw_only=True)
class NoticeGivenUp(
    Event, name="notices.notice_given_up", label="Pemberitahuan tidak dapat dikirim"
):
    """No attempt succeeded; the notice is still to be read in the app."""

    template: Code
    channel: Code
    attempts: int
    reason: Code
