"""Addresses of files."""

from django.urls import URLPattern, URLResolver, path

from pendopo.kernel.files import views

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [
    path("berkas/unggah/", views.announce, name="announce"),
    path("berkas/unggah/<str:upload_id>/", views.piece, name="piece"),
    path("berkas/<str:file_id>/", views.download, name="download"),
]
