"""Addresses of the shell."""

from django.urls import URLPattern, URLResolver, path, re_path

from pendopo.shell import views

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("cari/", views.search, name="search"),
    path("bantuan/", views.help_page, name="help"),
    path("luring/", views.offline, name="offline"),
    path("komponen/", views.components, name="components"),
    path("tampilan/", views.set_preference, name="preference"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    re_path(r"^warna/(?P<colour>[0-9a-f]{6})\.css$", views.brand_sheet, name="brand"),
]
