"""What an administrator types about agencies, posts and who sits on them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from pendopo.domains.people.models import Agency, Person, Post
from pendopo.domains.people.models.agencies import AgencyKind, DelegationKind


class DelegationForm(forms.Form):
    """Who acts on which post, from when to when, by which letter."""

    post = forms.ModelChoiceField(
        label="Jabatan", queryset=Post.objects.none(), empty_label="Pilih jabatan"
    )
    person = forms.ModelChoiceField(
        label="Dilaksanakan oleh",
        queryset=Person.objects.none(),
        to_field_name="ref",
        empty_label="Pilih orang",
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


def _date(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=hint)


class AgencyForm(forms.Form):
    """A new office and its place in the tree."""

    parent = forms.ModelChoiceField(
        label="Di bawah",
        queryset=Agency.objects.none(),
        to_field_name="code",
        empty_label="Pilih unit induk",
    )
    kind = forms.ChoiceField(label="Jenis", choices=AgencyKind.choices[1:])
    name = forms.CharField(label="Nama", max_length=200)
    code = forms.SlugField(
        label="Kode",
        help_text="Huruf kecil, angka, dan tanda hubung. Tidak dapat diubah. Contoh: dinas-sosial.",
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9-]+$", "Pakai huruf kecil, angka, tanda hubung.")],
    )
    district = forms.CharField(
        label="Kode wilayah",
        help_text="Hanya untuk kecamatan (12.19.05), kelurahan, dan desa (12.19.05.1001).",
        required=False,
        max_length=13,
        validators=[RegexValidator(r"^\d{2}\.\d{2}\.\d{2}(\.\d{4})?$", "Contoh kode: 12.19.05.")],
    )
    starts_on = _date("Berdiri sejak")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        """Offer the agencies under which it may stand."""
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies


class PostForm(forms.Form):
    """A new chair and what whoever sits on it may do."""

    title = forms.CharField(label="Nama jabatan", max_length=160)
    roles = forms.MultipleChoiceField(
        label="Peran",
        help_text="Menentukan apa yang boleh dilakukan pejabatnya di unit ini dan di bawahnya.",
        widget=forms.CheckboxSelectMultiple,
    )
    is_head = forms.BooleanField(label="Pimpinan unit", required=False)
    signs = forms.BooleanField(label="Menandatangani surat", required=False)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the roles of content."""
        super().__init__(*args, **kwargs)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = roles


class AppointmentForm(forms.Form):
    """Who sits on a post, among the persons that a search found."""

    person = forms.ModelChoiceField(
        label="Orang",
        queryset=Person.objects.none(),
        to_field_name="ref",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    starts_on = _date("Mulai")
    ends_on = _date("Sampai dengan", required=False, hint="Kosongkan bila belum ditentukan.")

    def __init__(
        self, *args: Any, people: Any, label: Callable[[Person], str], **kwargs: Any
    ) -> None:
        """Offer these persons."""
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        setattr(field, "label_from_instance", label)  # noqa: B010 - a method, in the stubs


class LastDayForm(forms.Form):
    """When somebody leaves a post."""

    last_day = _date("Hari terakhir menjabat")
