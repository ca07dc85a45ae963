"""WhatsApp and SMS through a gateway: the HTTP adapter, and which gateway is in use.

The adapter posts `{"client_ref", "channel", "to", "text"}` with a bearer token and expects
`{"id": …}`. Gateways that take a client reference refuse to send the same one twice, which
makes our retries safe. docs/how-to/gateways.md names what a provider's adapter must change.
"""

import json
from collections.abc import Callable
from datetime import datetime
from urllib import error, request

from django.conf import settings

from pendopo.domains.notices.ports import TIMEOUT_SECONDS, Message, SendFailed, sandbox

Gateway = Callable[[Message, datetime], str]

_MAX_ANSWER = 65_536


def is_sandbox() -> bool:
    """Tell whether messages go to the sandbox; a page that offers them must say so."""
    return not _address() and getattr(settings, "DEMO", False)


def gateway() -> Gateway | None:
    """Return the gateway in use, or None where this installation has none."""
    if _address():
        return send
    return sandbox.send if is_sandbox() else None


def send(message: Message, now: datetime) -> str:
    """Hand one message to the gateway and return its id. Raises SendFailed."""
    call = request.Request(  # noqa: S310 - the scheme is checked in _address
        _address(),
        data=json.dumps(_body(message)).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {getattr(settings, 'MESSAGING_TOKEN', '')}",
        },
    )
    try:
        with request.urlopen(call, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return str(json.loads(answer.read(_MAX_ANSWER))["id"])[:120]
    except error.HTTPError as refusal:
        raise SendFailed(f"gateway_{refusal.code}", permanent=_is_final(refusal.code)) from refusal
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SendFailed("gateway_unreachable") from fault


def _address() -> str:
    address = str(getattr(settings, "MESSAGING_URL", ""))
    return address if address.startswith(("https://", "http://127.0.0.1")) else ""


def _body(message: Message) -> dict[str, str]:
    return {
        "client_ref": str(message.key),
        "channel": message.channel,
        "to": message.recipient,
        "text": message.text,
    }


def _is_final(status: int) -> bool:
    # 408 and 429 ask to come back later; the other 4xx will be the same tomorrow.
    return 400 <= status < 500 and status not in {408, 429}
