"""Forms of a visit: for the resident at home and for the officer at the counter."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pendopo.domains.bookings.actions import Visit
from pendopo.domains.bookings.models import Payer, Priority, VisitKind


class VisitForm(forms.Form):
    """What the desk needs to know; nobody is asked for a complaint or a card number."""

    kind = forms.ChoiceField(
        label="Jenis kunjungan", choices=VisitKind.choices, widget=forms.RadioSelect
    )
    payer = forms.ChoiceField(
        label="Cara bayar",
        choices=Payer.choices,
        widget=forms.RadioSelect,
        help_text="Kartu cukup ditunjukkan di loket; nomornya tidak perlu diketik.",
    )
    priority = forms.ChoiceField(
        label="Apakah pasien perlu didahulukan?",
        choices=Priority.choices,
        widget=forms.RadioSelect,
        initial=Priority.NONE.value,
        help_text="Jawaban ini hanya dipakai untuk urutan antrean dan disimpan terenkripsi.",
    )

    def visit(self) -> Visit:
        """Return the answers as the action takes them."""
        data = self.cleaned_data
        return Visit(
            priority=Priority(data["priority"]),
            kind=VisitKind(data["kind"]),
            payer=Payer(data["payer"]),
        )


class BookingForm(VisitForm):
    """The resident's form: first, who the patient is."""

    patient = forms.ChoiceField(label="Siapa yang berkunjung?", widget=forms.RadioSelect)
    field_order = ("patient", "kind", "payer", "priority")

    def __init__(self, patients: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Offer the people that the actor may book for."""
        super().__init__(*args, **kwargs)
        choices = list(patients)
        field = self.fields["patient"]
        field.widget.choices = field.choices = choices  # type: ignore[attr-defined]
        field.initial = choices[0][0]
        field.help_text = _(
            "Anak atau orang yang Anda wakili muncul setelah surat kuasanya dicatat."
        )
