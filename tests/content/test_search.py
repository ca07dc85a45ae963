"""People find a service by the words they use at home, not by its official name."""

from datetime import UTC, datetime

import pytest

from pendopo.domains.cases import queries
from pendopo.kernel.content import library
from tests.content import shipped

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)

SAID = {
    "mau buka warung": "surat-keterangan-usaha",
    "sku untuk kur": "surat-keterangan-usaha",
    "pindah kos": "surat-keterangan-domisili",
    "keluarga miskin mau berobat gratis": "surat-keterangan-tidak-mampu",
    "surat lajang": "surat-keterangan-belum-menikah",
    "gaji orang tua untuk ukt": "surat-keterangan-penghasilan",
    "dompet hilang": "surat-pengantar-kehilangan",
    "bagi warisan": "surat-keterangan-ahli-waris",
    "bikin nib": "fasilitasi-nib-usaha-mikro",
    "bayi baru lahir": "pendaftaran-kelahiran",
    "akta mati": "pendaftaran-kematian",
    "pindah keluar daerah": "surat-keterangan-pindah",
    "antrean dokter": "kunjungan-puskesmas",
    "skripsi": "rekomendasi-penelitian",
    "pesta pakai kibot": "izin-keramaian",
    "cari kuburan": "pemakaian-tempat-pemakaman",
    "sewa gedung": "pemakaian-fasilitas-umum",
}


@pytest.fixture
def shelf(db: None) -> None:
    for item in shipped.checked("services"):
        library.load(item, now=NOW)


@pytest.mark.parametrize(("words", "service"), SAID.items())
def test_everyday_words_lead_to_the_service_first(shelf: None, words: str, service: str) -> None:
    found = queries.find_services(words, on=NOW.date())

    assert [package.code for package in found[:1]] == [service]


def test_every_service_is_looked_for_at_least_once() -> None:
    assert set(SAID.values()) == {item.data.code for item in shipped.checked("services")}
