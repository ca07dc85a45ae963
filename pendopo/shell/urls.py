"""Addresses of the shell."""

from django.urls import URLPattern, URLResolver, path, re_path

from pendopo.shell import offline, views

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("cari/", views.search, name="search"),
    path("bantuan/", views.help_page, name="help"),
    path("luring/", offline.no_signal, name="offline"),
    path("luring/antrean/", offline.kept_outbox, name="kept_outbox"),
    path("antrean/", offline.outbox, name="outbox"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("komponen/", views.components, name="components"),
    path("tampilan/", views.set_preference, name="preference"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    re_path(r"^warna/(?P<colour>[0-9a-f]{6})\.css$", views.brand_sheet, name="brand"),
]
