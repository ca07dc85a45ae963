"""What people type into the pages of people."""

from pendopo.domains.people.forms.mandates import (
    BusinessForm,
    ProofForm,
    WardForm,
)
from pendopo.domains.people.forms.organisation import (
    AgencyForm,
    AppointmentForm,
    DelegationForm,
    LastDayForm,
    PostForm,
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
    "AgencyForm",
    "AppForm",
    "AppointmentForm",
    "BusinessForm",
    "CodeForm",
    "ContactForm",
    "DelegationForm",
    "LastDayForm",
    "NikForm",
    "PasskeyForm",
    "PhoneForm",
    "PostForm",
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
