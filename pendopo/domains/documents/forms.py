"""What officers type about letters."""

from typing import Any

from django import forms

from pendopo.domains.documents import models, rules
from pendopo.domains.documents.ports.signing import Passphrase

_ACRONYMS = {"kk", "nib", "nik", "npwp", "rt", "rw"}


class SignForm(forms.Form):
    """One passphrase for the chosen letters; it is never drawn again."""

    passphrase = forms.CharField(
        label="Passphrase",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Dipakai sekali untuk surat yang dipilih, lalu dilupakan.",
    )

    def words(self) -> Passphrase:
        """Return the passphrase as a value that no log can print."""
        return Passphrase(self.cleaned_data["passphrase"])


class RevokeForm(forms.Form):
    """Why a signed letter loses its force."""

    reason = forms.ChoiceField(label="Sebab", choices=list(rules.REASON_LABELS.items()))
    note = forms.CharField(
        label="Penjelasan",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Hanya dibaca petugas; tidak tampil di halaman publik.",
    )


class VoidForm(forms.Form):
    """Why a number is given up."""

    reason = forms.ChoiceField(label="Sebab", choices=list(rules.VOID_LABELS.items()))
    note = forms.CharField(
        label="Penjelasan", max_length=1000, widget=forms.Textarea, required=False
    )


class CorrectForm(forms.Form):
    """The letter's own answers, to be corrected, and why."""

    def __init__(self, letter: models.Letter, *args: Any, **kwargs: Any) -> None:
        """Ask again what the letter says."""
        super().__init__(*args, **kwargs)
        self._codes = list(letter.data["content"])
        for code, value in letter.data["content"].items():
            self.fields[f"field_{code}"] = forms.CharField(
                label=field_label(code), initial=value, required=False, max_length=1000
            )
        self.fields["note"] = forms.CharField(
            label="Apa yang dikoreksi?", max_length=1000, widget=forms.Textarea
        )

    def content(self) -> dict[str, str]:
        """Return the corrected answers under their own codes."""
        return {code: self.cleaned_data[f"field_{code}"] for code in self._codes}


class RegisterForm(forms.Form):
    """Filters of the register."""

    q = forms.CharField(label="Nomor", required=False, max_length=80)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua"), *models.EntryState.choices],
    )
    tahun = forms.TypedChoiceField(label="Tahun", required=False, coerce=int, empty_value=None)

    def __init__(self, years: list[int], *args: Any, **kwargs: Any) -> None:
        """Offer the years that have numbers."""
        super().__init__(*args, **kwargs)
        offered = self.fields["tahun"]
        if isinstance(offered, forms.TypedChoiceField):
            offered.choices = [("", "Semua"), *((year, str(year)) for year in years)]


def field_label(code: str) -> str:
    """Return a readable word for a field of a letter: "nik_ibu" is "NIK ibu"."""
    words = [word.upper() if word in _ACRONYMS else word for word in code.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])
