"""Addresses of notices."""

from django.urls import path

from pendopo.domains.notices import views

app_name = "notices"
urlpatterns = [
    path("pemberitahuan/", views.list_notices, name="list"),
    path("pemberitahuan/dibaca/", views.read_all, name="read_all"),
    path("pemberitahuan/saluran/", views.save_channels, name="channels"),
    path("pemberitahuan/<uuid:notice_id>/buka/", views.open_notice, name="open"),
]
