"""The shell's own pages: home, search, help, components, and what browsers ask for."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Frame
from pendopo.shell import brand, contributions, government, refusals, samples
from pendopo.shell.context import THEMES

_YEAR = 365 * 24 * 3600
_HOMES = {
    Frame.PUBLIC: "shell/home_public.html",
    Frame.RESIDENT: "shell/home_resident.html",
    Frame.OFFICER: "shell/home_officer.html",
}


@require_safe
@access.public
def home(request: ActedRequest) -> HttpResponse:
    """Show what waits for this person and what can be done here."""
    cards = contributions.cards_of(request.actor)
    sections = contributions.front_sections(request.actor)
    page = {"first": cards[0] if cards else None, "others": cards[1:], "sections": sections}
    return render(request, _HOMES[request.actor.frame], page)


@require_safe
@access.public
def search(request: ActedRequest) -> HttpResponse:
    """Show what this actor may see of what was typed."""
    text = request.GET.get("q", "").strip()[: contributions.LONGEST_QUERY]
    groups = contributions.found(request.actor, text) if text else []
    return render(request, "shell/search.html", {"text": text, "groups": groups})


@require_safe
@access.public
def help_page(request: ActedRequest) -> HttpResponse:
    """Explain how things are done here."""
    return render(request, "shell/help.html")


@require_safe
@access.public
def components(request: ActedRequest) -> HttpResponse:
    """Show every component in all its states."""
    return render(request, "shell/component_page.html", samples.everything(request.GET))


@require_POST
@access.public
def set_preference(request: ActedRequest) -> HttpResponse:
    """Keep theme or language in a cookie and go back to where the reader was."""
    response = HttpResponseRedirect(_way_back(request))
    if (theme := request.POST.get("tema")) is not None:
        _keep(response, "tema", theme if theme in THEMES else "")
    if (language := request.POST.get("bahasa", "")) in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@require_safe
@access.public
@cache_control(public=True, max_age=_YEAR, immutable=True)
def brand_sheet(request: ActedRequest, colour: str) -> HttpResponse:
    """Answer the stylesheet of one colour; the address holds the colour, so it never changes."""
    return HttpResponse(brand.sheet(f"#{colour}"), content_type="text/css; charset=utf-8")


@require_safe
@access.public
@cache_control(public=True, max_age=3600)
def manifest(request: ActedRequest) -> JsonResponse:
    """Answer the web manifest, so that the site can be installed on a phone."""
    ours = government.current()
    body = {
        "id": "/",
        "name": f"Pendopo {ours.name}",
        "short_name": "Pendopo",
        "description": _("Layanan warga %(name)s") % {"name": ours.name},
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": brand.theme_colour(ours.colours.brand),
        "icons": [_app_icon(size, "any") for size in (192, 512)] + [_app_icon(512, "maskable")],
    }
    return JsonResponse(body, content_type="application/manifest+json")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was not sent, that nothing is lost, and how to go on."""
    if refusals.wants_json(request):
        title = _("Formulir ini sudah terlalu lama terbuka.")
        detail = _("Muat ulang halaman, lalu kirim lagi.")
        return refusals.problem(status=403, code="FormExpired", title=title, detail=detail)
    page = {"back": _referer(request)}
    return render(request, "shell/form_expired.html", page, status=403)


def _app_icon(size: int, purpose: str) -> dict[str, str]:
    name = f"shell/icons/{'maskable' if purpose == 'maskable' else 'hall'}-{size}.png"
    sizes = f"{size}x{size}"
    return {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("kembali", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else "/"


def _referer(request: HttpRequest) -> str:
    parts = urlsplit(request.headers.get("Referer", ""))
    # "//elsewhere" is a path here and another site in a link.
    is_ours = parts.netloc == request.get_host() and not parts.path.startswith("//")
    return parts.path if is_ours else "/"


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
