"""Addresses of the ledger."""

from django.urls import URLPattern, URLResolver, path

from pendopo.kernel.ledger import views

app_name = "ledger"
urlpatterns: list[URLPattern | URLResolver] = [
    path("buku-besar/", views.index, name="index"),
    path("buku-besar/kepala.json", views.feed, name="feed"),
    path("buku-besar/kepala/<int:size>.json", views.head, name="head"),
    path("buku-besar/konsistensi", views.consistency, name="consistency"),
    path("buku-besar/bukti/<str:key>/", views.proof, name="proof"),
]
