"""Every letter template of the shipped content can be set, with all answers and with none."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pendopo.domains.documents.ports import typesetting

CONTENT = Path(settings.CONTENT_DIR)
SHEET = (CONTENT / "letters" / "dasar" / "letter.typ").read_text()
TEMPLATES = sorted(CONTENT.glob("services/*/*.typ"))


def letter(fields: set[str], word: str, **changes: object) -> dict[str, object]:
    address = "https://pendopo.example/v/" + "a" * 43
    return {
        "title": "Surat Keterangan",
        "number": "500.3/0001/KEC-TLW/2026",
        "date": "4 Juni 2026",
        "valid_until": "4 Desember 2026",
        "paper": "a4",
        "footer": "Dokumen ini ditandatangani secara elektronik.",
        "simulation": True,
        "letterhead": {
            "government": "Pemerintah Kabupaten",
            "office": "Kecamatan",
            "address": "Jalan",
            "contact": "",
            "place": "Talawi",
        },
        "signatory": {
            "name": "Rahmat Hidayat",
            "title": "Camat",
            "prefix": "Plt.",
            "own_title": "",
            "rank": "Pembina",
            "nip": "",
        },
        "verify": {"address": address, "qr": typesetting.qr_svg(address)},
        "content": dict.fromkeys(fields, word),
        **changes,
    }


def fields_of(source: str) -> set[str]:
    return set(re.findall(r"\b(?:it|letter\.content)\.([a-z_0-9-]+)", source))


def test_content_has_letter_templates() -> None:
    assert len(TEMPLATES) > 5


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("word", ["Contoh", ""])
def test_a_template_is_set_whatever_was_answered(path: Path, word: str, now) -> None:
    source = path.read_text()
    data = letter(fields_of(source), word)
    pdf = typesetting.typeset(template=source, base=SHEET, letter=data, at=now)
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("changes", [{"paper": "f4"}, {"simulation": False}])
def test_the_sheet_has_other_papers_and_a_life_without_simulation(
    changes: dict[str, object], now
) -> None:
    source = '#import "/dasar.typ": letter, sheet\n#show: sheet\nIsi.'
    data = letter(set(), "", **changes)
    assert typesetting.typeset(template=source, base=SHEET, letter=data, at=now)
