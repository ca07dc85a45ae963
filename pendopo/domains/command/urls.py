"""Addresses of command."""

from django.urls import path

from pendopo.domains.command import views

app_name = "command"
urlpatterns = [path("pusat-kendali/", views.show_page, name="page")]
