"""Look for what a PDF may not carry into an office: scripts, launches, other files.

Runs in the inspection child only (see inspection.py); knows no framework.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from pendopo.kernel.files import errors

MAX_OBJECTS = 20_000
MAX_PAGES = 500

_FORBIDDEN_KEYS = {"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"}
_FORBIDDEN_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/Rendition",
    "/RichMediaExecute",
    "/Movie",
    "/Sound",
}
_FORBIDDEN_TYPES = {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Screen", "/3D", "/Movie"}


def check(data: bytes) -> None:
    """Raise a BadFile unless this is a readable, open PDF without active content."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            _check_frame(pdf)
            _check_objects(pdf)
    except pikepdf.PasswordError as error:
        raise errors.PdfIsLocked from error
    except errors.BadFile:
        raise
    except MemoryError as error:
        raise errors.FileTooComplex from error
    # qpdf reports damage through many types (PdfError, RuntimeError, ValueError, KeyError, …).
    except Exception as error:
        raise errors.PdfIsBroken from error


def _check_frame(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise errors.PdfIsLocked
    if len(pdf.objects) > MAX_OBJECTS or len(pdf.pages) > MAX_PAGES:
        raise errors.FileTooComplex
    if len(pdf.pages) == 0:
        raise errors.PdfIsBroken


def _check_objects(pdf: pikepdf.Pdf) -> None:
    for dictionary in _dictionaries(pdf):
        if _FORBIDDEN_KEYS & set(dictionary.keys()) or _acts(dictionary):
            raise errors.PdfHasActiveContent


def _acts(dictionary: pikepdf.Object) -> bool:
    """Tell whether this is an action or annotation that does more than show a page."""
    if str(dictionary.get("/S", "")) in _FORBIDDEN_ACTIONS:
        return True
    if {str(dictionary.get("/Type", "")), str(dictionary.get("/Subtype", ""))} & _FORBIDDEN_TYPES:
        return True
    # An array or a GoTo only chooses the first page shown; scanners write it often.
    opening = dictionary.get("/OpenAction")
    return isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", "")) != "/GoTo"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Walk every dictionary, also those written inline, without following references twice."""
    waiting: list[pikepdf.Object] = [pdf.trailer, *pdf.objects]
    left = MAX_OBJECTS * 20
    while waiting:
        left -= 1
        if left < 0:
            raise errors.FileTooComplex
        item = waiting.pop()
        if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
            yield item
            waiting.extend(_inline(value for _, value in item.items()))
        elif isinstance(item, pikepdf.Array):
            waiting.extend(_inline(iter(item)))


def _inline(values: Iterator[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    for value in values:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield value
