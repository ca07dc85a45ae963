"""What people type to open an account, and to prove that it is theirs."""

from datetime import timedelta

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pendopo.domains.people import rules
from pendopo.domains.people.models import Account
from pendopo.kernel.access import limits

FACTOR_WINDOW = timedelta(minutes=5)


class ContactForm(forms.Form):
    """One question: where shall the code go?"""

    contact = forms.CharField(
        label=_("E-mail atau nomor HP"),
        help_text=_("Kami mengirim kode 6 angka ke sana. Contoh: 0812 3456 7890."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    def clean_contact(self) -> rules.Contact:
        """Return the contact in its one form."""
        text = self.cleaned_data["contact"].strip()
        if "@" not in text:
            try:
                return rules.Contact("phone", rules.clean_phone(text))
            except rules.BadPhone as error:
                raise ValidationError(error.sentence) from error
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(_("Alamat e-mail belum benar. Contoh: siti@contoh.id.")) from None
        return rules.Contact("email", text.lower())


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 8}
        ),
    )


class RecoveryForm(forms.Form):
    """One of the codes kept on paper."""

    recovery = forms.CharField(
        label=_("Kode cadangan"),
        help_text=_("8 angka dari daftar yang Anda simpan. Tiap kode berlaku sekali."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 12}),
    )


class _OnceAcrossWorkers(forms.Form):
    """Count guesses and used codes in the database.

    allauth counts them in the cache, which each worker has for itself, and forgets a used code
    after one step although a step to either side is accepted too.
    """

    user: Account
    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Return the code if allauth accepts it and nobody used it before."""
        now, key = timezone.now(), str(self.user.pk)
        try:
            limits.spend("people.factor", key, limit=10, window=FACTOR_WINDOW, now=now)
            code = str(super().clean_code())  # type: ignore[misc] # allauth's form stands behind
            limits.spend("people.used", f"{key}.{code}", limit=1, window=FACTOR_WINDOW, now=now)
        except limits.TooMany as error:
            raise ValidationError(error.sentence) from error
        return code


class SecondFactorForm(_OnceAcrossWorkers, AuthenticateForm):  # type: ignore[misc] # untyped
    """The code of an app, or a recovery code, at sign-in."""


class SecondFactorAgainForm(_OnceAcrossWorkers, ReauthenticateForm):  # type: ignore[misc] # untyped
    """The same, before a change to the account's doors."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc] # untyped
    """The first code of an authenticator app."""

    code = CodeForm.base_fields["code"]


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # untyped
    """A passkey's name, and whether it opens the account alone."""

    name = forms.CharField(label=_("Nama passkey"), required=False, max_length=60)
    passwordless = forms.BooleanField(
        label=_("Masuk cukup dengan passkey ini, tanpa kode"),
        help_text=_("Perangkat meminta sidik jari, wajah, atau PIN."),
        required=False,
    )


class RegistrationForm(forms.Form):
    """Who begins an account."""

    name = forms.CharField(
        label=_("Nama lengkap sesuai KTP"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agrees = forms.BooleanField(
        label=_("Saya sudah membaca bagaimana data pribadi saya dipakai dan dijaga."),
        error_messages={"required": _("Centang setelah membaca penjelasan data pribadi.")},
    )
