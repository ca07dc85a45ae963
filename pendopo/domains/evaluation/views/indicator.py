"""One indicator: its criteria, three values, the proof behind them, and what people say."""

from collections.abc import Callable
from datetime import datetime

from django import forms as django_forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import actions, forms, models, queries, rules
from pendopo.domains.evaluation.schema import Input, InputKind, Instrument, Node
from pendopo.domains.evaluation.views import presenting, saying, unreported
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.files import store
from pendopo.kernel.privacy.classes import DataClass
from pendopo.shell import government

PER_PAGE = 10
LARGEST = 10 * 1024 * 1024
Act = Callable[[models.Assessment, datetime], object]


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, key: str, code: str) -> HttpResponse:
    """Show an indicator with everything that this officer may see of it."""
    return _page(request, key, code)


@require_POST
@access.requires(rights.ANSWER, rights.MANAGE)
def attach(request: ActedRequest, key: str, code: str) -> HttpResponse:
    """Attach a document."""
    form = forms.AttachForm(
        _papers(request, key, code), request.POST, request.FILES, prefix="bukti"
    )

    def act(assessment: models.Assessment, now: datetime) -> object:
        # Asked before the bytes are looked at: a stranger's file is not even opened.
        rights.assignment_for(assessment, code, request.actor)
        return actions.attach_document(
            assessment=assessment,
            indicator=code,
            document=_document(form, request.actor, now),
            actor=request.actor,
            now=now,
        )

    return _submit(request, key, code, "attach_form", form, act)


@require_POST
@access.requires(rights.ANSWER, rights.MANAGE)
def claim(request: ActedRequest, key: str, code: str) -> HttpResponse:
    """Claim a value."""
    form = forms.ClaimForm(*_what(request, key, code), request.POST, prefix="usul")

    def act(assessment: models.Assessment, now: datetime) -> object:
        return actions.claim_value(
            assessment=assessment,
            indicator=code,
            parts=form.parts(),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=now,
        )

    return _submit(request, key, code, "claim_form", form, act)


@require_POST
@access.requires(rights.VERIFY)
def verify(request: ActedRequest, key: str, code: str) -> HttpResponse:
    """Set the value as the assessor finds it."""
    form = forms.VerifyForm(*_what(request, key, code), request.POST, prefix="periksa")

    def act(assessment: models.Assessment, now: datetime) -> object:
        return actions.verify_value(
            assessment=assessment,
            indicator=code,
            parts=form.parts(),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=now,
        )

    return _submit(request, key, code, "verify_form", form, act)


@require_POST
@access.requires(*rights.ANY)
def comment(request: ActedRequest, key: str, code: str) -> HttpResponse:
    """Leave a note."""
    form = forms.CommentForm(request.POST, prefix="catatan")

    def act(assessment: models.Assessment, now: datetime) -> object:
        return actions.add_comment(
            assessment=assessment,
            indicator=code,
            text=form.cleaned_data["text"],
            actor=request.actor,
            now=now,
        )

    return _submit(request, key, code, "comment_form", form, act)


@require_POST
@access.requires(rights.VERIFY)
def judge(request: ActedRequest, proof: str) -> HttpResponse:
    """Accept or refuse a piece of evidence."""
    evidence = queries.evidence(proof, request.actor)
    form = forms.JudgeForm(request.POST)

    def act(assessment: models.Assessment, now: datetime) -> object:
        return actions.judge_evidence(
            evidence=evidence,
            accepted=form.cleaned_data["verdict"] == models.Verdict.ACCEPTED,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=now,
        )

    key, code = evidence.assessment.key, evidence.indicator
    return _submit(request, key, code, "judge_form", form, act)


@require_POST
@access.requires(rights.ANSWER, rights.MANAGE)
def withdraw(request: ActedRequest, proof: str) -> HttpResponse:
    """Take back a piece of evidence."""
    evidence = queries.evidence(proof, request.actor)
    actions.withdraw_evidence(evidence=evidence, actor=request.actor, now=timezone.now())
    return redirect("evaluation:indicator", evidence.assessment.key, evidence.indicator)


def _submit(
    request: ActedRequest, key: str, code: str, name: str, form: django_forms.Form, act: Act
) -> HttpResponse:
    assessment = queries.assessment(key, request.actor)
    queries.indicator(assessment, code)
    if form.is_valid():
        try:
            act(assessment, timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
            return _page(request, key, code, status=refusal.status, **{name: form})
        return redirect("evaluation:indicator", key, code)
    return _page(request, key, code, status=422, **{name: form})


def _document(form: forms.AttachForm, actor: Actor, now: datetime) -> actions.Document:
    typed = form.cleaned_data
    sent = store.accept(
        typed["file"],
        allowed=store.PAPERS,
        limit=LARGEST,
        owner=actor.ref,
        data_class=DataClass.DOCUMENT,
        now=now,
    )
    return actions.Document(
        file_id=sent.pk,
        input=typed["input"],
        title=typed["title"],
        effective_on=typed["effective_on"],
        expires_on=typed["expires_on"],
    )


def _what(request: ActedRequest, key: str, code: str) -> tuple[Instrument, Node]:
    assessment = queries.assessment(key, request.actor)
    return queries.instrument(assessment), queries.indicator(assessment, code)


def _papers(request: ActedRequest, key: str, code: str) -> tuple[Input, ...]:
    what, node = _what(request, key, code)
    assert node.indicator is not None
    return what.inputs_of(node.indicator, InputKind.DOCUMENT)


def _page(
    request: ActedRequest, key: str, code: str, status: int = 200, **bound: object
) -> HttpResponse:
    assessment = queries.assessment(key, request.actor)
    what, node = queries.instrument(assessment), queries.indicator(assessment, code)
    around = queries.around(assessment, code, request.actor)
    shown = {
        "assessment": assessment,
        "instrument": what,
        "node": node,
        "period": rules.in_words(rules.period(assessment.period)),
        "status": presenting.STATUS[models.State(assessment.state)],
        "around": around,
        "said": [saying.moment(one, around.names) for one in around.statements],
        "notes": _notes(request, around),
        "proofs": Paginator(around.evidence[::-1], PER_PAGE).get_page(request.GET.get("lembar")),
        "unreported": _unreported(request, key, code),
        "today": government.local_date(timezone.now()),
        **_known(assessment, what, node),
        **_rights(request, assessment, around),
        "wants_document": "bukti" in request.GET,
        **_forms(what, node, request.GET.get("bukti", "")),
        **bound,
    }
    return render(request, "evaluation/indicator.html", shown, status=status)


def _known(assessment: models.Assessment, what: Instrument, node: Node) -> dict[str, object]:
    assert node.indicator is not None
    today = government.local_date(timezone.now())
    standing = queries.standings(assessment, today=today)[node.code]
    counted = standing.proven.number
    return {
        "standing": standing,
        "values": saying.values(standing),
        "criteria": list(enumerate(what.criteria_of(node.indicator), start=1)),
        "reached": 0 if counted is None else rules.level_of(what, counted),
        "marks": rules.marks(what)[node.code],
        "papers": what.inputs_of(node.indicator, InputKind.DOCUMENT),
    }


def _rights(
    request: ActedRequest, assessment: models.Assessment, around: queries.Around
) -> dict[str, bool]:
    is_open = assessment.state == models.State.OPEN
    is_signed = assessment.state == models.State.SIGNED
    return {
        "may_fill": around.may_fill and is_open,
        "may_verify": request.actor.may(rights.VERIFY, rights.WHOLE) and not is_signed,
        "may_note": around.may_discuss and not is_signed,
    }


def _unreported(request: ActedRequest, key: str, code: str) -> list[unreported.Line]:
    today = government.local_date(timezone.now())
    rows = queries.unreported(request.actor, today=today, key=key, is_weighed=False)
    here = queries.with_own_rows(one for one in rows if one.node.code == code)
    return unreported.lines(here, request.actor)


def _forms(what: Instrument, node: Node, wanted: str) -> dict[str, django_forms.Form]:
    assert node.indicator is not None
    papers = what.inputs_of(node.indicator, InputKind.DOCUMENT)
    return {
        "attach_form": forms.AttachForm(papers, prefix="bukti", initial={"input": wanted}),
        "claim_form": forms.ClaimForm(what, node, prefix="usul"),
        "verify_form": forms.VerifyForm(what, node, prefix="periksa"),
        "comment_form": forms.CommentForm(prefix="catatan"),
        "judge_form": forms.JudgeForm(),
    }


def _notes(request: ActedRequest, around: queries.Around) -> Page[tuple[models.Comment, str]]:
    """Return the notes with their writers, newest first."""
    said = [(one, around.names.get(one.by, "Petugas")) for one in reversed(around.comments)]
    return Paginator(said, PER_PAGE).get_page(request.GET.get("catatan"))
