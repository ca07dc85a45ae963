"""Security headers on every answer; a domain's refusal becomes a page or a problem document."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SecurityHeaders:
    """Add the Content-Security-Policy and its companions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set."""
        return self.get_response(request)


class DomainErrors:
    """Turn a DomainError into a page that says what happened and what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; refusals are handled in process_exception."""
        return self.get_response(request)
