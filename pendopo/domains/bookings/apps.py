"""Bookings: slots, quota, queue numbers."""

from pendopo.kernel.apps import DomainConfig


class BookingsConfig(DomainConfig):
    """Domain `bookings`."""

    name = "pendopo.domains.bookings"
    label = "bookings"
