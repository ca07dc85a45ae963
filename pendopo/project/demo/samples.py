"""A picture that says it is a sample, and the reasons that demo officers give."""

import io

from PIL import Image, ImageDraw


def _picture() -> bytes:
    paper = Image.new("RGB", (480, 300), "#f4f6fa")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((12, 12, 468, 288), outline="#06264d", width=3)
    pen.text((40, 130), "CONTOH DOKUMEN - BUKAN DOKUMEN ASLI", fill="#06264d")
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()


PICTURE = _picture()

REASONS = {
    "return": "Foto KTP kurang jelas. Mohon unggah foto yang terbaca.",
    "refuse": "Alamat berada di luar wilayah layanan kantor ini.",
    "review": "Berkas dan lokasi sudah ditelaah; tidak ada keberatan.",
}
