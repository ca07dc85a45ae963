"""Addresses of cases."""

from django.urls import URLPattern, URLResolver, path

from pendopo.domains.cases.views import catalogue, counter, filing, own, work

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("layanan/", catalogue.services, name="services"),
    path("layanan/semua/", catalogue.catalogue, name="catalogue"),
    path("layanan/<slug:code>/", catalogue.service, name="service"),
    path("layanan/<slug:code>/mulai/", catalogue.start, name="start"),
    path("layanan/<slug:code>/mohon/", filing.apply, name="apply"),
    path("layanan/<slug:code>/kirim/", filing.send, name="send"),
    path("layanan/<slug:code>/formulir/", filing.kept_form, name="kept_form"),
    path("alur/<slug:code>/", catalogue.workflow, name="workflow"),
    path("info/", catalogue.information_pages, name="information_pages"),
    path("info/<slug:code>/", catalogue.information, name="information"),
    path("lacak/", own.track, name="track"),
    path("urusan/", own.cases, name="own"),
    path("urusan/<str:number>/", own.case, name="case"),
    path("urusan/<str:number>/terkirim/", filing.sent, name="sent"),
    path("urusan/<str:number>/langkah/", own.step, name="own_step"),
    path("urusan/<str:number>/lengkapi/", own.complete, name="complete"),
    path("kerja/", work.work, name="work"),
    path("kerja/<str:number>/", work.desk, name="desk"),
    path("kerja/<str:number>/langkah/", work.step, name="step"),
    path("kerja/<str:number>/petugas/", work.assign, name="assign"),
    path("kerja/<str:number>/biaya/", work.fee, name="fee"),
    path("kerja/<str:number>/nomor/", work.reveal, name="reveal"),
    path("kerja/<str:number>/catatan/", work.note, name="note"),
    path("loket/", counter.choose, name="counter"),
    path("loket/<slug:code>/", counter.apply, name="counter_apply"),
    path("loket/<slug:code>/kirim/", counter.send, name="counter_send"),
    path("loket/<slug:code>/formulir/", counter.kept_form, name="kept_counter_form"),
]
