"""Who is acting, on every request."""

from collections.abc import Callable

from django.http import HttpResponse

from pendopo.kernel.access.request import ActedRequest
from pendopo.kernel.actor import ANONYMOUS


class ActorMiddleware:
    """Set request.actor."""

    def __init__(self, get_response: Callable[[ActedRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: ActedRequest) -> HttpResponse:
        """Attach the actor and pass on."""
        request.actor = ANONYMOUS
        return self.get_response(request)
