"""Surveys for tests: the package as shipped, a service, invitations, answers."""

from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from django.conf import settings

from pendopo.domains.people.tests import factories as people
from pendopo.domains.surveys import actions, queries
from pendopo.kernel.content import checking, kind_of, library
from pendopo.kernel.content.models import Version

NOW = datetime(2026, 6, 4, 3, tzinfo=UTC)
GOOD = dict.fromkeys(("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"), 3)
_serial = count(1)


def load_survey():
    kind = kind_of(queries.KIND)
    folder = Path(settings.CONTENT_DIR) / "surveys" / "skm"
    texts = checking.read_folder(folder, kind)
    library.load(checking.check(kind, "skm", texts, label="skm"), now=NOW)


def make_service(code="sku", *, amount=0, survey="skm"):
    Version.objects.create(
        kind="services",
        code=code,
        version=1,
        effective_from=date(2024, 1, 1),
        title="Surat keterangan usaha",
        raw={"fee": {"amount": amount}, "survey": survey},
        sha256=f"{next(_serial):064d}",
        loaded_at=NOW,
    )


def invite(agency, person_ref="person:siti", *, service="sku", now=NOW):
    return actions.invite(
        subject=f"case:2026-{next(_serial):06d}",
        service=service,
        agency=agency.code,
        person_ref=person_ref,
        actor=actions.RESPONDENT,
        now=now,
    )


def answer_many(agency, number, *, scores=GOOD, now=NOW, service="sku"):
    for _ in range(number):
        invitation = invite(agency, service=service, now=now)
        actions.answer(token=invitation.token, scores=scores, now=now)


def make_agency(code):
    return people.make_agency(code)
