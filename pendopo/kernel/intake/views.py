"""What the outbox asks before it sends: who is signed in on this device?"""

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET

from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.intake import keeping, sealing


@require_GET
@access.public
def status(request: ActedRequest) -> HttpResponse:
    """Answer the person's reference and key (empty when nobody signed in), a fresh CSRF token."""
    person = request.actor.ref if request.actor.is_signed_in else ""
    response = JsonResponse(
        {
            "person": person,
            "key": sealing.device_key(person) if person else "",
            "csrf": get_token(request),
            "now": timezone.now(),
            "repeat_days": keeping.REPEAT_DAYS,
        }
    )
    response["Cache-Control"] = "no-store"
    return response
