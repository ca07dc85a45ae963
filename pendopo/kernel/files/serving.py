"""Hand bytes to a browser so that it neither runs, sniffs, frames nor keeps them."""

from urllib.parse import quote

from django.http import HttpResponse

from pendopo.kernel.files import store

# Chrome shows no PDF inside a sandboxed document; a PDF is never interpreted as a page anyway,
# because its type is fixed, sniffing is off, and active content was refused at the door.
_POLICY = {store.PDF: "default-src 'none'; object-src 'self'; frame-ancestors 'none'"}
_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def answer(data: bytes, *, name: str, media_type: str, inline: bool) -> HttpResponse:
    """Return the bytes as a download, or inline for the three types that we inspect."""
    response = HttpResponse(data, content_type=media_type)
    manner = "inline" if inline and media_type in store.PAPERS else "attachment"
    response["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = _POLICY.get(media_type, _SANDBOX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
