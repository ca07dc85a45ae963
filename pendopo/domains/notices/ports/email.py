"""E-mail through Django's mail backend."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from pendopo.domains.notices.ports import Message, SendFailed


def send(message: Message) -> str:
    """Send one e-mail and return its Message-ID. Raises SendFailed.

    The Message-ID is made from the key: if we are killed between the server's yes and our note of
    it, the second copy carries the same id and mail programs show one. A lost notice would harm
    a person more than a doubled one, so e-mail is sent at least once.
    """
    message_id = f"<{message.key}@{urlsplit(settings.PUBLIC_ADDRESS).hostname}>"
    mail = EmailMessage(
        subject=message.title,
        body=message.text,
        to=[message.recipient],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (smtplib.SMTPRecipientsRefused, ValueError) as error:
        raise SendFailed("recipient_refused", permanent=_is_final(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise SendFailed("mail_server") from error
    return message_id


def _is_final(error: Exception) -> bool:
    # A 4xx answer asks to come back later (greylisting); 5xx and a malformed address do not.
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return True
