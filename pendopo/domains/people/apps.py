"""Persons, businesses, agencies, posts, roles and mandates."""

from pendopo.kernel.apps import DomainConfig


class PeopleConfig(DomainConfig):
    """Domain `people`."""

    name = "pendopo.domains.people"
    label = "people"
