"""What others may ask people: persons, agencies, who may do what where and when."""

from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.queries.acting import actor_of, is_strong
from pendopo.domains.people.queries.agencies import (
    NoSuchAgency,
    agencies,
    agency,
    districts,
    leavers,
    posts_of,
    posts_with_people,
)
from pendopo.domains.people.queries.areas import area_name, is_village, villages
from pendopo.domains.people.queries.capacity import (
    SigningCapacity,
    holders,
    may_sign,
    permissions_of,
    seats_of,
    signing_capacity,
)
from pendopo.domains.people.queries.mandates import (
    NoSuchMandate,
    mandate_of,
    mandates_of,
    may_act_for,
    own_mandates,
    representatives_of,
    represented_by,
    waiting_mandates,
)
from pendopo.domains.people.queries.persons import (
    NoSuchPerson,
    find_by_name,
    known_nik,
    names,
    person,
    reveals_of,
)
from pendopo.domains.people.queries.serving import (
    Signatory,
    agency_ids_below,
    agency_serving,
    person_by_id,
    principals_of,
    signatory_of,
)

__all__ = [
    "Agency",
    "NoSuchAgency",
    "NoSuchMandate",
    "NoSuchPerson",
    "Person",
    "Signatory",
    "SigningCapacity",
    "actor_of",
    "agencies",
    "agency",
    "agency_ids_below",
    "agency_serving",
    "area_name",
    "districts",
    "find_by_name",
    "holders",
    "is_strong",
    "is_village",
    "known_nik",
    "leavers",
    "mandate_of",
    "mandates_of",
    "may_act_for",
    "may_sign",
    "names",
    "own_mandates",
    "permissions_of",
    "person",
    "person_by_id",
    "posts_of",
    "posts_with_people",
    "principals_of",
    "representatives_of",
    "represented_by",
    "reveals_of",
    "seats_of",
    "signatory_of",
    "signing_capacity",
    "villages",
    "waiting_mandates",
]
