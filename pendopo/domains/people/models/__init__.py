"""The tables of people."""

from pendopo.domains.people.models.accounts import Account, KnownDevice
from pendopo.domains.people.models.agencies import Agency, Delegation, Holding, Post
from pendopo.domains.people.models.businesses import Business, Mandate
from pendopo.domains.people.models.persons import NikClaim, Person

__all__ = [
    "Account",
    "Agency",
    "Business",
    "Delegation",
    "Holding",
    "KnownDevice",
    "Mandate",
    "NikClaim",
    "Person",
    "Post",
]
