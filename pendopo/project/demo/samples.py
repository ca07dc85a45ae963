"""A picture and a paper that say they are samples, and the reasons that demo officers give."""

import io

from PIL import Image, ImageDraw


def _sheet(form: str) -> bytes:
    paper = Image.new("RGB", (480, 300), "#f4f6fa")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((12, 12, 468, 288), outline="#06264d", width=3)
    pen.text((40, 130), "CONTOH DOKUMEN - BUKAN DOKUMEN ASLI", fill="#06264d")
    out = io.BytesIO()
    paper.save(out, form, optimize=True)
    return out.getvalue()


PICTURE = _sheet("PNG")
PAPER = _sheet("PDF")
CLAIM = "Contoh: dinilai sendiri oleh unit kerja."
VERDICT = "Contoh: sesuai bukti yang ada."

REASONS = {
    "return": "Foto KTP kurang jelas. Mohon unggah foto yang terbaca.",
    "refuse": "Alamat berada di luar wilayah layanan kantor ini.",
    "evidence": "Contoh: dokumen belum ditandatangani. Lampirkan versi yang sah.",
    "review": "Berkas dan lokasi sudah ditelaah; tidak ada keberatan.",
}
