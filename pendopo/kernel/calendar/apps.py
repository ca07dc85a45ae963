"""Working days, clocks and deadlines that explain themselves."""

from pendopo.kernel.apps import DomainConfig


class CalendarConfig(DomainConfig):
    """Kernel app `calendar`."""

    name = "pendopo.kernel.calendar"
    label = "calendar"
