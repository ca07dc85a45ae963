"""What an administrator types about agencies, posts and who sits on them."""

from collections.abc import Callable
from typing import Any

from django import forms

from pendopo.domains.people.models import Person, Post
from pendopo.domains.people.models.agencies import DelegationKind


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
