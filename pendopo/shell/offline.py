"""What works without signal: the outbox's page, the page of no signal, the service worker."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from pendopo.kernel import access, hooks
from pendopo.kernel.access import ActedRequest
from pendopo.shell import government

_FOLDER = Path(__file__).resolve().parent / "static" / "shell"


@require_safe
@access.public
def outbox(request: ActedRequest) -> HttpResponse:
    """Show what this device keeps, waits to send and has sent; the page's script fills it."""
    return render(request, "shell/outbox.html", {"frame_page": "shell/base.html"})


@require_safe
@access.public
@gzip_page
def kept_outbox(request: ActedRequest) -> HttpResponse:
    """Show the outbox as a device keeps it for use without signal: nothing of any person."""
    return render(request, "shell/outbox.html", {"frame_page": "shell/kept.html"})


@require_safe
@access.public
@gzip_page
def no_signal(request: ActedRequest) -> HttpResponse:
    """Show what an address without a kept page shows when there is no signal."""
    return render(request, "shell/offline.html")


@require_safe
@access.public
@gzip_page
def service_worker(request: ActedRequest) -> HttpResponse:
    """Answer the service worker with the pages that it keeps; a new version renews them."""
    pages = {"pages": _own_pages(), "popular": _popular_pages()}
    house = json.dumps({**pages, "version": _version(json.dumps(pages, sort_keys=True))})
    text = f"self.HOUSE = {house};\n{_source('sw.js')}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    # The browser compares it with the one it has; an old copy would keep old pages alive.
    response["Cache-Control"] = "no-cache"
    return response


def _own_pages() -> dict[str, list[str]]:
    return {
        reverse("shell:offline"): [],
        reverse("shell:kept_outbox"): [reverse("shell:outbox")],
    }


def _popular_pages() -> dict[str, list[str]]:
    pages = [page for fill in hooks.offline_pages for page in fill()]
    return {page.address: list(page.stands_for) for page in pages}


def _version(pages: str) -> str:
    # Hashed names change with the files they name; so does the version of what is kept.
    names = [static(f"shell/{path.name}") for path in sorted(_FOLDER.glob("*.*s"))]
    brand = government.current().colours.brand
    whole = "\n".join([pages, brand, *names, *(_source(p.name) for p in _FOLDER.glob("*.js"))])
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


@cache
def _source(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
