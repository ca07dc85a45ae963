"""Public pages of the ledger: its heads, and a proof for every entry."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_GET

from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import BadInput
from pendopo.kernel.ledger import access as reading
from pendopo.kernel.ledger import facts, heads, keychain, publickeys, queries, reigns, shelf
from pendopo.kernel.ledger.models import Head
from pendopo.kernel.ledger.queries import Proof

ON_PAGE = 30
IN_FEED = 100
"""Heads on one page of the feed: a quarter of a year, some 100 kB with their proofs."""
MINUTES = 5


class SizeUnreadable(BadInput):
    """A size is not a whole number."""

    sentence = "Ukuran kepala ditulis dengan angka, misalnya ?dari=120&ke=340."


@require_GET
@access.public
def index(request: ActedRequest) -> HttpResponse:
    """Say what the ledger is, show its newest heads and how to check them."""
    page = {"heads": queries.latest_heads(ON_PAGE), "keys": keychain.our_chain()}
    return render(request, "ledger/index.html", page)


@require_GET
@access.public
def feed(request: ActedRequest) -> HttpResponse:
    """Return heads, newest first, the proof between each and the one before, and every key.

    A page ends with the head that the next one begins with, so that two pages link up.
    """
    number = _number(request, "halaman", SizeUnreadable) if "halaman" in request.GET else 1
    found, is_more = queries.heads_page(max(1, number), IN_FEED)
    chain = keychain.our_chain()
    handovers = shelf.handovers_in(Path(settings.HEADS_DIR))
    said = {
        "public_key": publickeys.write(reigns.at(chain, facts.moment(timezone.now()))),
        "keys": [{"name": one.name, "key": one.text, "since": one.since} for one in chain],
        "handovers": [asdict(one) for one in handovers],
        "heads": [_head(head) for head in found],
        "consistency": [
            {"from": link.before, "to": link.head.size, "path": link.path}
            for link in heads.links(found)
        ],
        "next": f"{reverse('ledger:feed')}?halaman={number + 1}" if is_more else None,
    }
    return _cached(request, JsonResponse(said))


@require_GET
@access.public
def entries(request: ActedRequest) -> HttpResponse:
    """Return the newest heads as an Atom feed, for programs that watch feeds."""
    found = queries.latest_heads(ON_PAGE)
    page = {"heads": found, "address": settings.PUBLIC_ADDRESS, "origin": settings.GOVERNMENT}
    answer = render(
        request, "ledger/heads.xml", page, content_type="application/atom+xml; charset=utf-8"
    )
    return _cached(request, answer)


@require_GET
@access.public
def head(request: ActedRequest, size: int) -> HttpResponse:
    """Return one head exactly as it was published."""
    return JsonResponse(_head(queries.head_of(size)))


@require_GET
@access.public
def consistency(request: ActedRequest) -> HttpResponse:
    """Return the proof that one published head continues another."""
    first, second = _size(request, "dari"), _size(request, "ke")
    old, new, path = queries.consistency(first, second)
    return JsonResponse({"first": _head(old), "second": _head(new), "path": path})


@require_GET
@access.public
def proof(request: ActedRequest, key: str) -> HttpResponse:
    """Show that an entry is in the ledger; what it says is for those who may open its subject."""
    found = queries.proof_of(key)
    link = reading.subject_link(found.entry, request.actor)
    text = found.entry.payload if link else ""
    if request.GET.get("format") == "json":
        return JsonResponse(_proof(found, text))
    return render(request, "ledger/proof.html", {"proof": found, "link": link, "text": text})


def _head(published: Head) -> dict[str, Any]:
    statement: dict[str, Any] = json.loads(heads.statement_of(published).as_json())
    return statement


def _proof(found: Proof, text: str) -> dict[str, Any]:
    return {
        "entry": found.entry.id,
        "leaf_index": found.seal.seq if found.seal else None,
        "leaf_hash": found.leaf_hash or None,
        "path": list(found.path),
        "head": _head(found.head) if found.head else None,
    } | ({"text": text} if text else {})


def _cached(request: ActedRequest, answer: HttpResponse) -> HttpResponse:
    """Let whoever asks again with the same fingerprint hear that nothing is new."""
    answer["Cache-Control"] = f"public, max-age={MINUTES * 60}"
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _size(request: ActedRequest, name: str) -> int:
    return _number(request, name, SizeUnreadable)


def _number(request: ActedRequest, name: str, refusal: type[BadInput]) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise refusal
    return int(text)
