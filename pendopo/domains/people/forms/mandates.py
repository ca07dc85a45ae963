"""What people type about those they act for, and what an officer says about the proof."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.domains.people import rules
from pendopo.domains.people.models.businesses import MandateKind

_WARD_PROOFS = [(code, rules.MANDATE_PROOFS[code]) for code in rules.WARD_PROOFS]


class WardForm(forms.Form):
    """A child or a ward, and what shows that one may act for them."""

    name = forms.CharField(
        label=_("Nama lengkap anak atau orang yang diwakili"),
        help_text=_("Seperti di akta kelahiran atau kartu keluarga."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Anda adalah"),
        widget=forms.RadioSelect,
        choices=[
            (MandateKind.PARENT.value, _("Orang tua")),
            (MandateKind.GUARDIAN.value, _("Wali")),
        ],
    )
    proof = forms.ChoiceField(
        label=_("Bukti yang Anda punya"), choices=[("", _("Pilih bukti")), *_WARD_PROOFS]
    )
    number = forms.CharField(
        label=_("Nomor bukti"),
        help_text=_("Contoh: 1219-LU-12052019-0007."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def proof_text(self) -> str:
        """Return kind and number as one line, the way it is kept."""
        label = rules.MANDATE_PROOFS[self.cleaned_data["proof"]]
        return f"{label} {self.cleaned_data['number']}"


class BusinessForm(forms.Form):
    """One's own business, with the number that OSS gave."""

    name = forms.CharField(
        label=_("Nama usaha"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    nib = forms.CharField(
        label="NIB",
        help_text=_("13 angka, dari akun OSS. Kosongkan bila belum punya."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 16}),
    )
    kbli = forms.CharField(
        label=_("Kode KBLI"),
        help_text=_("5 angka, tertulis di NIB. Beberapa kode dipisah koma."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    area = forms.ChoiceField(label=_("Kecamatan tempat usaha"), required=False)

    def __init__(self, *args: Any, districts: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the districts of this government."""
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih kecamatan")), *districts]

    def clean_kbli(self) -> list[str]:
        """Return the codes one by one."""
        return str(self.cleaned_data["kbli"]).replace(",", " ").split()


class ProofForm(forms.Form):
    """What the officer saw; the holder reads it, and the ledger keeps it."""

    proof = forms.ChoiceField(
        label="Bukti yang dilihat",
        choices=[("", "Pilih bukti"), *rules.MANDATE_PROOFS.items()],
    )
