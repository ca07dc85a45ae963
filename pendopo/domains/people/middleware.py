"""Who is acting, on every request."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from pendopo.domains.people import queries
from pendopo.domains.people.models import Account
from pendopo.kernel.access.request import ActedRequest
from pendopo.kernel.actor import ANONYMOUS, Actor, Frame

ENROL = "/akun/pengaman/"
OPEN_WITHOUT_FACTOR = (
    "/akun/", "/masuk/", "/keluar/", "/bantuan/", "/tampilan/", "/static/",
)  # fmt: skip


class ActorMiddleware:
    """Set request.actor, and lead an officer without a second factor to set one up."""

    def __init__(self, get_response: Callable[[ActedRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: ActedRequest) -> HttpResponse:
        """Attach the actor; an officer who used no second factor gets no further than enrolment."""
        request.actor = _actor_of(request)
        if _must_enrol(request):
            return HttpResponseRedirect(ENROL)
        return self.get_response(request)


def _actor_of(request: ActedRequest) -> Actor:
    account = request.user
    if not isinstance(account, Account):
        return ANONYMOUS
    return queries.actor_of(account, request.session, on=timezone.localdate())


def _must_enrol(request: ActedRequest) -> bool:
    actor = request.actor
    if actor.frame != Frame.OFFICER or actor.strong:
        return False
    return not request.path.startswith(OPEN_WITHOUT_FACTOR)
