"""Addresses of intake."""

from django.urls import URLPattern, URLResolver, path

from pendopo.kernel.intake import views

app_name = "intake"
urlpatterns: list[URLPattern | URLResolver] = [
    path("antrean/status/", views.status, name="status"),
]
