"""Addresses of the calendar."""

from django.urls import URLPattern, URLResolver, path

from pendopo.kernel.calendar import views

app_name = "calendar"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kalender-kerja/", views.days_off, name="days_off"),
]
