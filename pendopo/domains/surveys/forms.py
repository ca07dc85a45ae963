"""The survey as a form: nine groups of large buttons, then what one may say about oneself."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pendopo.domains.surveys import rules
from pendopo.domains.surveys.actions import Respondent
from pendopo.domains.surveys.queries import LONGEST_COMMENT
from pendopo.domains.surveys.schema import SurveyPackage


class SurveyForm(forms.Form):
    """Questions of a package; the cost of a free service is not asked."""

    def __init__(self, package: SurveyPackage, *args: Any, is_free: bool, **kwargs: Any) -> None:
        """Build one field per question."""
        super().__init__(*args, **kwargs)
        for element, question in sorted(package.questions.items()):
            if element == rules.COST and is_free:
                continue
            self.fields[element] = forms.TypedChoiceField(
                label=question.text,
                choices=list(enumerate(question.scale, start=1)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih salah satu jawaban.")},
            )
        for name, field in package.respondent.items():
            choices = [("", _("Tidak ingin menjawab"))]
            choices += [(choice.code, choice.label) for choice in field.choices]
            self.fields[name] = forms.ChoiceField(
                label=field.label, choices=choices, required=False
            )
        self.fields["comment"] = forms.CharField(
            label=package.comment,
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=LONGEST_COMMENT,
            required=False,
        )

    def scores(self) -> dict[str, int]:
        """Return the answered elements."""
        return {name: self.cleaned_data[name] for name in rules.ELEMENTS if name in self.fields}

    def respondent(self) -> Respondent:
        """Return what the respondent said about themselves."""
        names = Respondent.__dataclass_fields__
        return Respondent(**{name: self.cleaned_data.get(name, "") for name in names})
