"""Addresses of documents."""

from django.urls import URLPattern, URLResolver, path

from pendopo.domains.documents.views import letters, register, tray, verify

app_name = "documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("v/<str:token>", verify.verify, name="verify"),
    path("tanda-tangan/", tray.tray, name="tray"),
    path("dokumen/register/", register.register, name="register"),
    path("dokumen/surat/<slug:code>/", letters.page, name="letter"),
    path("dokumen/surat/<slug:code>/pdf/", letters.pdf, name="pdf"),
    path("dokumen/surat/<slug:code>/cabut/", letters.revoke, name="revoke"),
    path("dokumen/surat/<slug:code>/batal/", letters.void, name="void"),
    path("dokumen/surat/<slug:code>/koreksi/", letters.correct, name="correct"),
    path("dokumen/surat/<slug:code>/penanda-tangan/", letters.readdress, name="readdress"),
]
