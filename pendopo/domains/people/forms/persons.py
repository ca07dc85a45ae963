"""What people type about themselves, and officers about them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.domains.people import rules
from pendopo.domains.people.models import Person
from pendopo.domains.people.models.persons import Channel, Language


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # subscripted only in the stubs
    """One's own particulars; the name is fixed once an officer saw the card."""

    birth_date = forms.DateField(
        label=_("Tanggal lahir"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = Person
        fields = ["name", "birth_date", "address", "channel", "language"]
        labels = {
            "name": _("Nama lengkap sesuai KTP"),
            "address": _("Alamat tinggal"),
            "channel": _("Kabar dikirim lewat"),
            "language": _("Bahasa"),
        }
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
            "channel": forms.RadioSelect(choices=Channel.choices),
            "language": forms.RadioSelect(choices=Language.choices),
        }


class NikForm(forms.Form):
    """A NIK, by its owner or read from the card by an officer."""

    number = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka, tercetak di bagian atas KTP."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 20}),
    )


class ReasonForm(forms.Form):
    """Why an officer looks at a NIK; the person concerned reads this."""

    reason = forms.ChoiceField(
        label="Alasan membuka NIK",
        help_text="Pemilik NIK melihat nama Anda, waktu, dan alasan ini.",
        choices=[("", "Pilih alasan"), *rules.REVEAL_REASONS.items()],
    )


class PhoneForm(forms.Form):
    """A new number, given at the counter."""

    phone = forms.CharField(
        label="Nomor HP baru",
        help_text="Nomor yang dipegang orangnya sekarang.",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
