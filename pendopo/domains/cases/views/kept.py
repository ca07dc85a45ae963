"""Files of a form that is not finished: accepted once, kept while the person mends the rest.

They are kept for one draft, by the key that the form carries: at a counter one officer fills in
the same form for many people, and nobody's papers may reach the next one's case.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pendopo.domains.cases import forms
from pendopo.domains.cases.actions import InvalidAnswers
from pendopo.domains.cases.schema import FieldType, FormField, ServicePackage
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.files import store, uploads
from pendopo.kernel.files.models import StoredFile, Upload
from pendopo.kernel.privacy.classes import DataClass

LIMIT = 5 * 1024 * 1024
MOST_DRAFTS = 8
_PLACE = "cases.files"


def accept_posted(
    request: ActedRequest, package: ServicePackage, draft: str, now: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """Keep what was uploaded with the form.

    Returns (field → file id, field → sentence for what could not be taken).
    """
    held = _held(request, draft)
    errors: dict[str, str] = {}
    for code, uploaded in forms.posted_files(package, request.FILES).items():
        try:
            stored = store.accept(
                uploaded,
                allowed=store.PAPERS,
                limit=LIMIT,
                owner=request.actor.ref,
                data_class=_data_class(package, code),
                now=now,
            )
        except DomainError as refusal:
            errors[code] = refusal.sentence
        else:
            held = {**held, code: [str(stored.pk), stored.name]}
    _hold(request, draft, held)
    return {code: found[0] for code, found in held.items()}, errors


def finish_uploads(
    request: ActedRequest, package: ServicePackage, given: Any, now: datetime
) -> dict[str, str]:
    """Turn finished resumable uploads into stored files. Raises InvalidAnswers, NotFound."""
    if not isinstance(given, Mapping):
        return {}
    wanted = {code: str(given[code]) for code in _file_fields(package) if code in given}
    mine = uploads.find_all(upload_ids=wanted.values(), owner=request.actor.ref)
    found: dict[str, str] = {}
    errors: dict[str, str] = {}
    for code, upload_id in wanted.items():
        try:
            found[code] = _finish(mine.get(upload_id), _data_class(package, code), now)
        except DomainError as refusal:
            errors[code] = refusal.sentence
    if errors:
        raise InvalidAnswers(errors)
    return found


def _finish(upload: Upload | None, data_class: DataClass, now: datetime) -> str:
    if upload is None:
        raise NotFound
    if upload.file_id:
        return str(upload.file_id)
    done = uploads.finish(upload=upload, allowed=store.PAPERS, data_class=data_class, now=now)
    return str(done.pk)


def names(request: ActedRequest, draft: str) -> dict[str, str]:
    """Return the names of the files that are kept, by field code."""
    return {code: found[1] for code, found in _held(request, draft).items()}


def prints(files: Mapping[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each file by field: a form sent twice brings the same photos anew."""
    found = StoredFile.objects.in_bulk(files.values())
    return {code: found[file_id].sha256 for code, file_id in files.items() if file_id in found}


def move(request: ActedRequest, draft: str, new: str) -> None:
    """Keep the files under another key: what is sent next is a new thing."""
    held = _held(request, draft)
    forget(request, draft)
    _hold(request, new, held)


def forget(request: ActedRequest, draft: str) -> None:
    """The form was sent: its files belong to the case now."""
    _hold(request, draft, {})


def _held(request: ActedRequest, draft: str) -> dict[str, list[str]]:
    held: dict[str, list[str]] = request.session.get(_PLACE, {}).get(draft[:40], {})
    return held


def _hold(request: ActedRequest, draft: str, held: dict[str, list[str]]) -> None:
    drafts = dict(request.session.get(_PLACE, {}))
    drafts.pop(draft[:40], None)
    if held:
        drafts[draft[:40]] = held
    if drafts or _PLACE in request.session:
        request.session[_PLACE] = dict(list(drafts.items())[-MOST_DRAFTS:])


def _file_fields(package: ServicePackage) -> dict[str, FormField]:
    return {field.code: field for field in package.fields() if field.type is FieldType.FILE}


def _data_class(package: ServicePackage, code: str) -> DataClass:
    declared = _file_fields(package)[code].data_class
    return declared if isinstance(declared, DataClass) else DataClass.DOCUMENT
