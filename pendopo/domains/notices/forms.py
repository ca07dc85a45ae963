"""The form on which a person chooses channels."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pendopo.domains.notices.queries import ChannelChoice


class PreferenceForm(forms.Form):
    """One box per channel that this installation has."""

    channels = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Kabari saya juga lewat"
    )

    def __init__(self, choices: Iterable[ChannelChoice], *args: Any, **kwargs: Any) -> None:
        """Offer the channels with the person's present choice."""
        choices = list(choices)
        kwargs.setdefault("initial", {"channels": [c.code for c in choices if c.is_wanted]})
        super().__init__(*args, **kwargs)
        field = self.fields["channels"]
        field.widget.choices = field.choices = [(c.code, _label(c)) for c in choices]  # type: ignore[attr-defined]
        field.help_text = _(
            "Di Pendopo Anda selalu dikabari. Pesan di luar Pendopo tidak memuat isi permohonan."
        )

    def wanted(self) -> frozenset[str]:
        """Return the codes of the ticked channels."""
        return frozenset(self.cleaned_data["channels"])


def _label(choice: ChannelChoice) -> str:
    notes = [
        _("belum ada alamat atau nomor di profil Anda") if not choice.is_reachable else "",
        _("simulasi: tidak sungguh terkirim") if choice.is_sandbox else "",
    ]
    said = "; ".join(note for note in notes if note)
    return f"{choice.label} ({said})" if said else choice.label
