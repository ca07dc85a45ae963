"""Files of a form that is not finished: accepted once, kept while the person mends the rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pendopo.domains.cases import forms
from pendopo.domains.cases.actions import InvalidAnswers
from pendopo.domains.cases.schema import FieldType, FormField, ServicePackage
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.files import store, uploads
from pendopo.kernel.files.models import Upload
from pendopo.kernel.privacy.classes import DataClass

LIMIT = 5 * 1024 * 1024


def accept_posted(
    request: ActedRequest, package: ServicePackage, now: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """Keep what was uploaded with the form.

    Returns (field → file id, field → sentence for what could not be taken).
    """
    held: dict[str, list[str]] = request.session.get(_key(package), {})
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
    request.session[_key(package)] = held
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


def names(request: ActedRequest, package: ServicePackage) -> dict[str, str]:
    """Return the names of the files that are kept, by field code."""
    held = request.session.get(_key(package), {})
    return {code: found[1] for code, found in held.items()}


def forget(request: ActedRequest, package: ServicePackage) -> None:
    """The form was sent: its files belong to the case now."""
    request.session.pop(_key(package), None)


def _key(package: ServicePackage) -> str:
    return f"files:{package.code}"


def _file_fields(package: ServicePackage) -> dict[str, FormField]:
    return {field.code: field for field in package.fields() if field.type is FieldType.FILE}


def _data_class(package: ServicePackage, code: str) -> DataClass:
    declared = _file_fields(package)[code].data_class
    return declared if isinstance(declared, DataClass) else DataClass.DOCUMENT
