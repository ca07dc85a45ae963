"""Bookings: slots, quota, queue numbers."""

from pendopo.kernel import apps


class BookingsConfig(apps.DomainConfig):
    """Domain `bookings`."""

    name = "pendopo.domains.bookings"
    label = "bookings"
