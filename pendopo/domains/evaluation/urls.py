"""Addresses of evaluation."""

from django.urls import path

from pendopo.domains.evaluation.views import (
    indicator,
    instruments,
    reaching,
    reminders,
    score,
    snapshots,
    unreported,
    work,
)
from pendopo.domains.evaluation.views.measures import download, listing, number, public, rows

app_name = "evaluation"
_KEY = "penilaian/<slug:key>/"
_LEAF = f"{_KEY}indikator/<slug:code>/"
_MEASURE = "penilaian/ukuran/<slug:code>/"
urlpatterns = [
    path("penilaian/", instruments.index, name="index"),
    path("penilaian/instrumen/<slug:code>/", instruments.show, name="instrument"),
    path("penilaian/instrumen/<slug:code>/buka/", instruments.begin, name="open"),
    path("penilaian/bukti/<slug:proof>/putusan/", indicator.judge, name="judge"),
    path("penilaian/bukti/<slug:proof>/tarik/", indicator.withdraw, name="withdraw"),
    path("penilaian/keputusan/<int:pk>/selesai/", work.finish, name="finish"),
    path("penilaian/ukuran/", listing.index, name="measures"),
    path(_MEASURE, number.show, name="measure"),
    path(f"{_MEASURE}baris/", rows.show, name="measure_rows"),
    path(f"{_MEASURE}sql/", number.sql, name="measure_sql"),
    path(f"{_MEASURE}unduh.csv", download.as_csv, name="measure_csv"),
    path(f"{_MEASURE}unduh.jsonl", download.as_jsonl, name="measure_jsonl"),
    path("angka/", public.index, name="open_measures"),
    path("angka/<slug:code>/", public.show, name="open_measure"),
    path("angka/<slug:code>/unduh.csv", public.as_csv, name="open_csv"),
    path("angka/<slug:code>/unduh.json", public.as_json, name="open_json"),
    path("penilaian/belum-dilaporkan/", unreported.show, name="unreported"),
    path("penilaian/belum-dilaporkan/semua/", unreported.report_all, name="report_all"),
    path("penilaian/pengingat/", reminders.show, name="reminders"),
    path(f"{_KEY}termurah/", reaching.show, name="reaching"),
    path("penilaian/potret/<slug:snapshot>/", snapshots.show, name="snapshot"),
    path("penilaian/potret/<slug:snapshot>/paket/", snapshots.download, name="pack"),
    path("penilaian/potret/<slug:snapshot>/paket/ulang/", snapshots.retry, name="retry_pack"),
    path(_KEY, score.show, name="score"),
    path(f"{_KEY}potret/", snapshots.take, name="take_snapshot"),
    path(f"{_KEY}andai/", score.suppose, name="what_if"),
    path(f"{_KEY}banding/", score.compare, name="compare"),
    path(f"{_KEY}kerja/", work.show, name="work"),
    path(f"{_KEY}kerja/sasaran/", work.aim, name="target"),
    path(f"{_KEY}kerja/tugas/", work.assign, name="assign"),
    path(f"{_KEY}kerja/rapat/", work.meet, name="meeting"),
    path(f"{_KEY}kerja/<slug:step>/", work.step, name="step"),
    path(_LEAF, indicator.show, name="indicator"),
    path(f"{_LEAF}bukti/", indicator.attach, name="attach"),
    path(f"{_LEAF}laporkan/", unreported.report, name="report"),
    path(f"{_LEAF}usul/", indicator.claim, name="claim"),
    path(f"{_LEAF}periksa/", indicator.verify, name="verify"),
    path(f"{_LEAF}catatan/", indicator.comment, name="comment"),
]
