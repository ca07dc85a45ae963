"""What people type about assessments: values, documents, verdicts, deadlines, meetings."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from pendopo.domains.evaluation import schema
from pendopo.domains.evaluation.schema import InputKind, Instrument, Method, Node

ROWS = 3
"""Decisions that the form of a meeting takes at once."""


def _date(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=hint)


def _number(label: str, low: Decimal, high: Decimal, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=low, max_value=high, max_digits=9, decimal_places=4, help_text=hint
    )


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000_000)


def _reason(label: str, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=2000, widget=widget, required=required)


class ClaimForm(forms.Form):
    """The value of an indicator, asked the way its instrument counts."""

    def __init__(self, instrument: Instrument, node: Node, *args: Any, **kwargs: Any) -> None:
        """Ask for counts, another index, a checklist, a level or a number."""
        super().__init__(*args, **kwargs)
        assert node.indicator is not None
        self.instrument, self.node = instrument, node
        self.fields.update(self._asked())
        self.fields["reason"] = _reason("Alasan")

    def parts(self) -> dict[str, Any]:
        """Return what was typed, as a statement keeps it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return {name: v if isinstance(v, list) else str(v) for name, v in typed.items()}

    def _asked(self) -> dict[str, forms.Field]:
        assert self.node.indicator is not None
        inputs = self.instrument.inputs_of(self.node.indicator)
        kinds = {one.kind: one for one in inputs}
        if InputKind.EXTERNAL in kinds:
            return {"score": _outside(kinds[InputKind.EXTERNAL])}
        return counted(self.instrument, kinds) or {"value": stated(self.instrument, self.node)}


class VerifyForm(ClaimForm):
    """The same from the assessor, who sets the value itself where others convert one."""

    def _asked(self) -> dict[str, forms.Field]:
        assert self.node.indicator is not None
        kinds = {one.kind: one for one in self.instrument.inputs_of(self.node.indicator)}
        return counted(self.instrument, kinds) or {"value": stated(self.instrument, self.node)}


def counted(instrument: Instrument, kinds: dict[InputKind, schema.Input]) -> dict[str, forms.Field]:
    """Return the questions of instruments that count; empty for those that rate."""
    if instrument.method == Method.SPM:
        return {
            "served": _count("Warga yang terlayani"),
            "entitled": _count("Warga yang berhak"),
            "quality": _number("Pemenuhan mutu (persen)", Decimal(0), Decimal(100)),
        }
    if instrument.method == Method.IKM:
        return {
            "total": _count("Jumlah nilai jawaban unsur ini"),
            "respondents": _count("Banyaknya responden"),
        }
    if InputKind.FORM in kinds:
        questions = [(one.code, one.text) for one in kinds[InputKind.FORM].questions]
        field = forms.MultipleChoiceField(
            label="Yang sudah terpenuhi",
            choices=questions,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        return {"met": field}
    return {}


def stated(instrument: Instrument, node: Node) -> forms.Field:
    """Return the question for a level or a number on the scale."""
    scale = instrument.scale
    if instrument.method != Method.LEVELS:
        hint = f"Antara {scale.lowest:f} dan {scale.highest:f}."
        return _number("Nilai", scale.lowest, scale.highest, hint)
    assert node.indicator is not None
    texts = instrument.criteria_of(node.indicator) or (None,) * instrument.levels
    first = int(scale.lowest)
    return forms.ChoiceField(
        label="Tingkat",
        choices=[(str(first + i), f"{first + i}. {text or ''}") for i, text in enumerate(texts)],
        widget=forms.RadioSelect,
    )


def _outside(one: schema.Input) -> forms.DecimalField:
    assert one.conversion is not None
    low, high = one.conversion.edges_in[0], one.conversion.edges_in[-1]
    return _number(one.title, low, high, "Diubah ke skala instrumen ini menurut tabelnya.")


class AttachForm(forms.Form):
    """A document that proves an indicator."""

    input = forms.ChoiceField(label="Bukti apa?")
    file = forms.FileField(
        label="Berkas", help_text="PDF, atau foto JPG atau PNG, paling besar 10 MB."
    )
    title = forms.CharField(
        label="Nama dokumen", max_length=160, help_text="Beserta nomornya, bila ada."
    )
    effective_on = _date("Berlaku sejak", hint="Tanggal pada dokumen, bukan tanggal unggah.")
    expires_on = _date("Berlaku sampai", required=False, hint="Kosongkan bila tidak tertulis.")

    def __init__(self, inputs: Iterable[schema.Input], *args: Any, **kwargs: Any) -> None:
        """Offer the documents that the indicator asks for."""
        super().__init__(*args, **kwargs)
        field = self.fields["input"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, one.title) for one in inputs]


class JudgeForm(forms.Form):
    """What an assessor makes of a piece of evidence."""

    verdict = forms.ChoiceField(
        label="Putusan",
        choices=[("accepted", "Terima"), ("refused", "Tolak")],
        widget=forms.RadioSelect,
    )
    reason = _reason("Catatan", required=False)


class CommentForm(forms.Form):
    """A note on an indicator."""

    text = _reason("Catatan")


class OpenForm(forms.Form):
    """Which period an instrument is filled for."""

    period = forms.RegexField(
        label="Periode",
        regex=r"^20\d\d(-S[12])?$",
        max_length=7,
        error_messages={"invalid": "Tulis seperti 2026, atau 2026-S1 untuk semester."},
    )


class TargetForm(forms.Form):
    """The index to aim at."""

    target = forms.DecimalField(label="Sasaran", max_digits=9, decimal_places=4)


class AssignForm(forms.Form):
    """Which agency fills which indicators, and in how many working days."""

    agency = forms.ChoiceField(label="Unit kerja")
    working_days = forms.IntegerField(
        label="Tenggat (hari kerja)", min_value=1, max_value=250, initial=20
    )
    indicators = forms.MultipleChoiceField(label="Indikator", widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, nodes: Iterable[Node], agencies: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        """Offer the indicators of the instrument and the agencies of the house."""
        super().__init__(*args, **kwargs)
        _offer(self, "indicators", [(n.code, f"{n.code} {n.title}") for n in nodes])
        _offer(self, "agency", [("", "Pilih unit kerja"), *agencies])


class MeetingForm(forms.Form):
    """A meeting of the team and up to three decisions."""

    title = forms.CharField(label="Nama rapat", max_length=160)
    held_on = _date("Tanggal")
    file = forms.FileField(label="Notulen", required=False)

    def __init__(
        self, nodes: Iterable[Node], agencies: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        """Add the rows for decisions."""
        super().__init__(*args, **kwargs)
        codes = [("", "Tanpa keputusan"), *((n.code, f"{n.code} {n.title}") for n in nodes)]
        for row in range(1, ROWS + 1):
            self.fields[f"indicator_{row}"] = forms.ChoiceField(
                label=f"Keputusan {row}: indikator", choices=codes, required=False
            )
            self.fields[f"text_{row}"] = forms.CharField(
                label=f"Keputusan {row}: isi", max_length=400, required=False
            )
            self.fields[f"agency_{row}"] = forms.ChoiceField(
                label=f"Keputusan {row}: pelaksana",
                choices=[("", "Belum ditentukan"), *agencies],
                required=False,
            )
            self.fields[f"due_{row}"] = _date(f"Keputusan {row}: tenggat", required=False)

    def decided(self) -> list[tuple[str, str, str, date | None]]:
        """Return indicator, text, agency and due date of the rows that were filled."""
        rows = [self._row(row) for row in range(1, ROWS + 1)]
        return [row for row in rows if row[0] and row[1]]

    def clean(self) -> dict[str, Any]:
        """Ask for the text of a decision that names an indicator."""
        found = super().clean() or self.cleaned_data
        for row in range(1, ROWS + 1):
            if found.get(f"indicator_{row}") and not found.get(f"text_{row}"):
                self.add_error(f"text_{row}", "Tulis isi keputusannya.")
        return found

    def _row(self, row: int) -> tuple[str, str, str, date | None]:
        typed = self.cleaned_data
        return (
            typed[f"indicator_{row}"],
            typed[f"text_{row}"],
            typed[f"agency_{row}"],
            typed[f"due_{row}"],
        )


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
