"""Working days, clocks and deadlines that explain themselves."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Kernel app `calendar`."""

    name = "pendopo.kernel.calendar"
    label = "calendar"
