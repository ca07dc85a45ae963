"""The same rows in the same tables in one transaction, believing every word of the caller."""

import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from pendopo.domains.cases.models import Case, CaseFile
from pendopo.domains.people.models import Agency
from pendopo.kernel.access.models import Spending
from pendopo.kernel.content.models import Version
from pendopo.kernel.files.models import StoredFile
from pendopo.kernel.intake.models import Submission
from pendopo.kernel.ledger.models import Entry


@csrf_exempt
def create(request: HttpRequest) -> JsonResponse:
    """Write a counted try, a submission, a case with its files and a fact of the ledger."""
    item, now, key = json.loads(request.body), timezone.now(), uuid4()
    number = f"2026-{key.hex[:8].upper()}"
    with transaction.atomic():
        Spending.objects.create(key=key.hex * 2, spent=1, ends=int(now.timestamp()))
        Submission.objects.create(
            id=key,
            owner=item["owner"],
            form="service:surat-keterangan-usaha",
            key=key,
            body_sha256=key.hex * 2,
            receipt=item["answers"],
            received_at=now,
        )
        case = bare_case(item, number, key.hex, now)
        StoredFile.objects.filter(pk__in=item["files"].values()).update(subject=case.ref)
        CaseFile.objects.bulk_create(
            CaseFile(case=case, field=field, file_id=file, added_at=now)
            for field, file in item["files"].items()
        )
        Entry.objects.create(
            id=key.hex,
            name="cases.case_submitted",
            subject=f"case:{number}",
            actor=item["owner"],
            payload=json.dumps(item["fact"]),
            occurred_at=now,
            recorded_at=now,
        )
    return JsonResponse({"number": number}, status=201)


def bare_case(item: dict[str, Any], number: str, key: str, now: datetime) -> Case:
    """Insert the case itself."""
    return Case.objects.create(
        **fixed(),
        number=number,
        service="surat-keterangan-usaha",
        district="12.19.05",
        applicant_id=item["person"],
        filed_by_id=item["person"],
        channel="online",
        state="submitted",
        answers=item["answers"],
        tracking=f"1.{key}{key}",
        submitted_at=now,
        due_at=now + timedelta(days=1),
    )


@cache
def fixed() -> dict[str, int]:
    """Return the rows that every case refers to, looked up once."""
    return {
        "agency_id": Agency.objects.get(code="kecamatan-talawi").pk,
        "service_version_id": Version.objects.get(
            kind="services", code="surat-keterangan-usaha"
        ).pk,
        "workflow_version_id": Version.objects.get(kind="workflows", code="surat").pk,
    }


urlpatterns = [path("bare/", create)]
