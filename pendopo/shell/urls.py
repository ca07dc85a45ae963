"""Addresses of the shell."""

from django.urls import URLPattern, URLResolver

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = []
