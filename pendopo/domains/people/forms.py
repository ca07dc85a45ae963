"""What people type into the pages of people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pendopo.domains.people import rules
from pendopo.domains.people.models import Account, Person, Post
from pendopo.domains.people.models.agencies import DelegationKind
from pendopo.domains.people.models.persons import Channel, Language
from pendopo.kernel.access import limits
from pendopo.kernel.errors import DomainError

T = TypeVar("T")
FACTOR_WINDOW = timedelta(minutes=5)


def submit(
    form: forms.BaseForm, action: Callable[[dict[str, Any]], T], field: str = ""
) -> T | None:
    """Run an action with what was typed, if anything was.

    Returns None for an unsent form, a wrong one, and one whose action refused: the refusal is
    then an error of the form.
    """
    if not form.is_valid():
        return None
    try:
        return action(form.cleaned_data)
    except DomainError as error:
        form.add_error(field or None, error.sentence)
        return None


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


class DelegationForm(forms.Form):
    """Who acts on which post, from when to when, by which letter."""

    post = forms.ModelChoiceField(label="Jabatan", queryset=Post.objects.none())
    person = forms.ModelChoiceField(
        label="Dilaksanakan oleh", queryset=Person.objects.none(), to_field_name="ref"
    )
    kind = forms.ChoiceField(label="Sebagai", choices=DelegationKind.choices)
    letter_number = forms.CharField(label="Nomor surat perintah", max_length=80)
    starts_on = forms.DateField(
        label="Mulai", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label="Sampai dengan", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, posts: Any, people: Any, **kwargs: Any) -> None:
        """Offer the posts of one agency and the officers of the house."""
        super().__init__(*args, **kwargs)
        self._offer("post", posts, lambda post: post.title)
        self._offer("person", people, lambda person: person.name)

    def _offer(self, name: str, rows: Any, label: Callable[[Any], str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        setattr(field, "label_from_instance", label)  # noqa: B010 - a method, in the stubs
