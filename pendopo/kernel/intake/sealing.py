"""The key with which a device seals a person's drafts while the person is signed in."""

import base64

from django.utils.crypto import salted_hmac


def device_key(person: str) -> str:
    """Return 32 bytes in base64, the same for this person on every visit.

    The device forgets it at sign-out and gets it back at the next sign-in: in between, what the
    person left there can be read by nobody.
    """
    digest = salted_hmac("pendopo.intake.sealing", person, algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
