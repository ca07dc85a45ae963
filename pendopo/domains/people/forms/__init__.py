"""What people type into the pages of people."""

from pendopo.domains.people.forms.mandates import (
    BusinessForm,
    ProofForm,
    WardForm,
)
from pendopo.domains.people.forms.organisation import (
    DelegationForm,
)
from pendopo.domains.people.forms.persons import (
    NikForm,
    PhoneForm,
    ProfileForm,
    ReasonForm,
)
from pendopo.domains.people.forms.signing_in import (
    AppForm,
    CodeForm,
    ContactForm,
    PasskeyForm,
    RecoveryForm,
    RegistrationForm,
    SecondFactorAgainForm,
    SecondFactorForm,
)
from pendopo.domains.people.forms.submitting import (
    submit,
)

__all__ = [
    "AppForm",
    "BusinessForm",
    "CodeForm",
    "ContactForm",
    "DelegationForm",
    "NikForm",
    "PasskeyForm",
    "PhoneForm",
    "ProfileForm",
    "ProofForm",
    "ReasonForm",
    "RecoveryForm",
    "RegistrationForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "WardForm",
    "submit",
]
