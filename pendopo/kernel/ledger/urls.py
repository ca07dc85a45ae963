"""Addresses of the ledger."""

from django.urls import URLPattern, URLResolver, path

from pendopo.kernel.ledger.views import parked, public

app_name = "ledger"
urlpatterns: list[URLPattern | URLResolver] = [
    path("buku-besar/", public.index, name="index"),
    path("buku-besar/kepala.json", public.feed, name="feed"),
    path("buku-besar/kepala.atom", public.entries, name="atom"),
    path("buku-besar/kepala/<int:size>.json", public.head, name="head"),
    path("buku-besar/konsistensi", public.consistency, name="consistency"),
    path("buku-besar/bukti/<str:key>/", public.proof, name="proof"),
    path("pengantaran/", parked.parked, name="parked"),
    path("pengantaran/ulang/", parked.release_all, name="release_all"),
    path("pengantaran/<int:pk>/ulang/", parked.release, name="release"),
]
