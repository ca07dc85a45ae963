"""The specimens that /komponen/ shows: every component in all its states, invented data only."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict

from pendopo.kernel import hooks
from pendopo.shell import shapes, statuses, trends

_THEN = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)


class SpecimenForm(forms.Form):
    """One question of every kind."""

    name = forms.CharField(
        label="Nama usaha", help_text="Seperti tertulis di papan nama.", max_length=60
    )
    family_card = forms.CharField(
        label="Nomor kartu keluarga",
        help_text="16 angka, di bagian atas kartu.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "is-16"}),
    )
    district = forms.ChoiceField(
        label="Kecamatan", choices=[("", "Pilih kecamatan"), ("1", "Talawi"), ("2", "Sei Suka")]
    )
    since = forms.DateField(
        label="Usaha berjalan sejak", widget=forms.DateInput(attrs={"type": "date"})
    )
    place = forms.ChoiceField(
        label="Tempat usaha",
        widget=forms.RadioSelect,
        choices=[("own", "Milik sendiri"), ("rent", "Sewa"), ("family", "Menumpang keluarga")],
    )
    help_wanted = forms.MultipleChoiceField(
        label="Bantuan yang dibutuhkan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("capital", "Modal"), ("training", "Pelatihan"), ("stall", "Tempat jualan")],
    )
    story = forms.CharField(label="Ceritakan usaha Anda", required=False, widget=forms.Textarea)
    photo = forms.FileField(
        label="Foto tempat usaha", help_text="JPG atau PDF, paling besar 4 MB.", required=False
    )
    is_true = forms.BooleanField(label="Isian ini benar dan saya bertanggung jawab atasnya.")


@dataclass(frozen=True)
class SpecimenDay:
    """A day as kernel.calendar counts it."""

    date: date
    counted: bool
    reason: str = ""


def everything(query: QueryDict) -> dict[str, Any]:
    """Return one specimen of each component, ready for the template."""
    return {
        "codes": list(statuses.STATUSES),
        "empty_form": SpecimenForm(auto_id="kosong_%s"),
        "wrong_form": _wrong_form(),
        "moments": _MOMENTS,
        "days": _DAYS,
        "facts": _FACTS,
        "tabs": _TABS,
        "crumbs": _CRUMBS,
        "letters": _LETTERS,
        "bars": _BARS,
        "trend": _trend(),
        "values": [14, 18, 17, 22, 26, 24, 31, 29, 36, 41, 38, 44],
        "page": Paginator(range(2_310), 50).get_page(query.get("halaman", 7)),
        "card": _CARDS[0],
        "cards": _CARDS[1:],
        "sections": _SECTIONS,
        "then": _THEN,
    }


def _trend() -> trends.Trend | None:
    """Return a line with everything that may happen to one: a gap, a guess, an unfinished month."""
    steps = (
        trends.Step(
            label="Februari 2026", short="Feb 26", value=61.5, text="61,5%", address="#feb"
        ),
        trends.Step(label="Maret 2026", short="Mar 26", value=64.0, text="64,0%", address="#mar"),
        trends.Step(label="April 2026", short="Apr 26", value=None, text="disembunyikan"),
        trends.Step(label="Mei 2026", short="Mei 26", value=72.5, text="72,5%", is_simulation=True),
        trends.Step(
            label="Juni 2026", short="Jun 26", value=70.0, text="70,0%", is_provisional=True
        ),
    )
    target = trends.Target(value=80.0, text="80%")
    return trends.drawn(
        steps, key="contoh", title="Selesai tepat waktu", unit="persen", target=target
    )


def _wrong_form() -> SpecimenForm:
    form = SpecimenForm({"family_card": "121912040687001"}, auto_id="salah_%s")
    form.add_error("family_card", "Nomor KK harus 16 angka. Anda mengetik 15.")
    return form


_MOMENTS = (
    shapes.Moment(title="Permohonan diterima", at=_THEN, by="Loket Kecamatan Talawi"),
    shapes.Moment(
        title="Berkas diperiksa",
        phase=shapes.Phase.NOW,
        by="Seksi Pelayanan",
        text="Selesai paling lambat Kamis, 4 Juni 2026.",
    ),
    shapes.Moment(title="Surat ditandatangani", phase=shapes.Phase.NEXT),
    shapes.Moment(title="Surat dapat diunduh", phase=shapes.Phase.NEXT),
)
_DAYS = (
    SpecimenDay(date(2026, 5, 29), counted=True),
    SpecimenDay(date(2026, 5, 30), counted=False, reason="Sabtu"),
    SpecimenDay(date(2026, 5, 31), counted=False, reason="Minggu"),
    SpecimenDay(date(2026, 6, 1), counted=False, reason="Hari Lahir Pancasila"),
    SpecimenDay(date(2026, 6, 2), counted=True),
    SpecimenDay(date(2026, 6, 3), counted=False, reason="menunggu kelengkapan dari Anda"),
    SpecimenDay(date(2026, 6, 4), counted=True),
)
_FACTS = (
    shapes.Fact(label="Nama usaha", value="Kedai Kopi Selat", change="#ubah-nama"),
    shapes.Fact(label="Alamat", value="Labuhan Ruku, Kecamatan Talawi", change="#ubah-alamat"),
    shapes.Fact(label="Biaya", value="Tidak dipungut biaya"),
)
_TABS = (
    shapes.Link(label="Hari ini", address="?tab=hari", is_current=True, count=6),
    shapes.Link(label="Minggu ini", address="?tab=minggu", count=31),
    shapes.Link(label="Terlambat", address="?tab=terlambat", count=2),
)
_CRUMBS = (
    shapes.Link(label="Beranda", address="/"),
    shapes.Link(label="Layanan", address="#layanan"),
    shapes.Link(label="Surat keterangan usaha"),
)
_LETTERS = (
    shapes.LetterSheet(
        key="a",
        title="Surat keterangan usaha",
        number="500/014/TLW/2026",
        address="#surat-a",
        for_whom="S. Nasution",
    ),
    shapes.LetterSheet(
        key="b",
        title="Surat keterangan domisili",
        number="470/021/TLW/2026",
        address="#surat-b",
        for_whom="R. Siregar",
        changes=("Keperluan ditulis “pendaftaran sekolah anak”",),
    ),
)
_BARS = (
    shapes.Bar(label="Tanjung Tiram", value=1204, address="#tanjung-tiram"),
    shapes.Bar(label="Talawi", value=986, address="#talawi"),
    shapes.Bar(label="Sei Suka", value=512.5, address="#sei-suka"),
    shapes.Bar(label="Nibung Hangus", value=96, address="#nibung-hangus", tone="negative"),
    shapes.Bar(label="Laut Tador", value=0, address="#laut-tador"),
)
_CARDS = (
    hooks.HomeCard(
        title="Lengkapi foto tempat usaha",
        text="Surat keterangan usaha Anda menunggu satu foto. Hitungan hari berhenti sampai foto dikirim.",
        address="#lengkapi",
        action="Kirim foto",
        rank=0,
    ),
    hooks.HomeCard(
        title="Terlambat", text="Yang tertua sejak Senin", address="#a", action="Buka", count=2
    ),
    hooks.HomeCard(title="Jatuh tempo hari ini", text="", address="#b", action="Kerjakan", count=6),
    hooks.HomeCard(
        title="Kembali dari pemohon",
        text="Sudah dilengkapi",
        address="#c",
        action="Periksa",
        count=11,
    ),
)
_SECTIONS = (
    hooks.FrontSection(
        title="Paling sering diurus",
        links=(
            hooks.FrontLink(
                label="Surat keterangan usaha",
                text="Untuk pinjaman bank atau bantuan usaha. 1 hari kerja, tanpa biaya.",
                address="#sku",
            ),
            hooks.FrontLink(
                label="Surat keterangan domisili",
                text="Bukti tempat tinggal. 1 hari kerja, tanpa biaya.",
                address="#domisili",
            ),
            hooks.FrontLink(
                label="Surat keterangan tidak mampu",
                text="Untuk keringanan biaya sekolah atau berobat.",
                address="#sktm",
            ),
            hooks.FrontLink(
                label="Janji temu puskesmas",
                text="Pilih hari dan jam, datang tanpa antre.",
                address="#puskesmas",
            ),
        ),
        more="#layanan",
    ),
    hooks.FrontSection(
        title="Peristiwa hidup",
        shape="tiles",
        links=(
            hooks.FrontLink(label="Anak lahir", address="#lahir", icon="baby-carriage"),
            hooks.FrontLink(label="Menikah", address="#nikah", icon="heart-handshake"),
            hooks.FrontLink(label="Membuka usaha", address="#usaha", icon="building-store"),
            hooks.FrontLink(label="Pindah rumah", address="#pindah", icon="home"),
            hooks.FrontLink(label="Sakit", address="#sakit", icon="stethoscope"),
            hooks.FrontLink(label="Meninggal dunia", address="#wafat", icon="flower"),
        ),
    ),
)
