"""Components of the design system as tags; /komponen/ shows each of them in all its states."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pendopo.shell import charts, fields, icons, shapes

register = template.Library()
_FOLDER = "shell/components"
_ALERT_ICONS = {
    "info": "info-circle",
    "positive": "circle-check",
    "warning": "alert-triangle",
    "negative": "alert-triangle",
}


@register.inclusion_tag(f"{_FOLDER}/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """Draw one question: label, hint, error, control."""
    return {"field": bound, "kind": fields.kind_of(bound), "target": fields.target_of(bound)}


@register.inclusion_tag(f"{_FOLDER}/fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """Draw all questions of a form in their order, the hidden ones too."""
    return {"form": form}


@register.inclusion_tag(f"{_FOLDER}/error_summary.html")
def error_summary(form: forms.BaseForm, focus: str = "yes") -> dict[str, Any]:
    """Draw the list of what is still wrong, each line leading to its question."""
    return {"problems": fields.problems_of(form), "takes_focus": focus == "yes"}


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Draw a notice; tone "info", "positive", "warning" or "negative"."""
    heading = format_html("<strong>{}</strong>", title) if title else ""
    return format_html(
        '<div class="alert" data-tone="{}">{}<div>{}{}</div></div>',
        tone,
        icons.svg(_ALERT_ICONS[tone]),
        heading,
        content,
    )


@register.inclusion_tag(f"{_FOLDER}/stat.html")
def stat(value: str, label: str, address: str, note: str = "", tone: str = "") -> dict[str, Any]:
    """Draw a number that is a door to the list behind it."""
    return {"value": value, "label": label, "address": address, "note": note, "tone": tone}


@register.inclusion_tag(f"{_FOLDER}/timeline.html")
def timeline(moments: Iterable[shapes.Moment]) -> dict[str, Any]:
    """Draw done, now and next, in order."""
    return {"moments": moments}


@register.inclusion_tag(f"{_FOLDER}/day_clock.html")
def day_clock(days: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Draw each day of a deadline: counted, or why not (kernel.calendar.Day)."""
    counted = 0
    lines = []
    for day in days:
        counted += day.counted
        lines.append((day, counted))
    return {"lines": lines, "counted": counted, "label": label}


@register.inclusion_tag(f"{_FOLDER}/facts.html")
def facts(rows: Iterable[shapes.Fact]) -> dict[str, Any]:
    """Draw a definition list, optionally with a way to correct each row."""
    return {"rows": rows}


@register.inclusion_tag(f"{_FOLDER}/crumbs.html")
def crumbs(links: Iterable[shapes.Link]) -> dict[str, Any]:
    """Draw the way back to the front page."""
    return {"links": links}


@register.inclusion_tag(f"{_FOLDER}/tabs.html")
def tabs(links: Iterable[shapes.Link], label: str) -> dict[str, Any]:
    """Draw tabs that are plain links; the current one is marked."""
    return {"links": links, "label": label}


@register.inclusion_tag(f"{_FOLDER}/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], name: str = "halaman") -> dict[str, Any]:
    """Draw the pages of a list, keeping the rest of the address."""
    return {"page": page, "numbers": _numbers(page), "before": _query(context, name)}


@register.inclusion_tag(f"{_FOLDER}/steps.html")
def steps(current: int, total: int, label: str = "") -> dict[str, Any]:
    """Draw "Langkah 2 dari 4"."""
    return {
        "current": current,
        "total": total,
        "label": label,
        "done": range(current),
        "left": range(total - current),
    }


@register.inclusion_tag(f"{_FOLDER}/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """Draw how much is done, with the words beside it."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag(f"{_FOLDER}/empty.html")
def empty_state(
    title: str, text: str = "", action: str = "", address: str = "", name: str = "inbox"
) -> dict[str, Any]:
    """Draw what stands where a list is empty: a sentence and the next step."""
    return {"title": title, "text": text, "action": action, "address": address, "name": name}


@register.inclusion_tag(f"{_FOLDER}/search_box.html")
def search_box(
    address: str, label: str, value: str = "", hint: str = "", size: str = "", name: str = "q"
) -> dict[str, Any]:
    """Draw a search box; size "big" for the front page."""
    return {
        "address": address,
        "label": label,
        "value": value,
        "hint": hint,
        "size": size,
        "name": name,
    }


@register.inclusion_tag(f"{_FOLDER}/letters.html")
def letter_stack(letters: Sequence[shapes.LetterSheet]) -> dict[str, Any]:
    """Draw a stack of letters to choose from; the checkboxes are called `letter`."""
    return {"letters": letters}


@register.inclusion_tag(f"{_FOLDER}/bars.html")
def bars(rows: Sequence[shapes.Bar], label: str, unit: str = "") -> dict[str, Any]:
    """Draw horizontal bars inside their own table: the chart and its twin are one."""
    return {
        "rows": list(zip(rows, charts.shares([row.value for row in rows]), strict=True)),
        "label": label,
        "unit": unit,
    }


@register.inclusion_tag(f"{_FOLDER}/spark.html")
def spark(values: Sequence[float], label: str) -> dict[str, Any]:
    """Draw a small line; `label` says in words what it shows."""
    line = charts.line(values)
    return {"points": charts.points(line), "last": line[-1] if line else None, "label": label}


def _numbers(page: Page[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


def _query(context: template.Context, name: str) -> str:
    request = context.get("request")
    if request is None:
        return f"?{name}="
    query = request.GET.copy()
    query.pop(name, None)
    rest = query.urlencode()
    return f"?{rest}&{name}=" if rest else f"?{name}="
