"""Every reason why a file is not accepted, with what the sender can do about it."""

from pendopo.kernel.errors import DomainError


class BadFile(DomainError):
    """The file cannot be accepted."""

    status = 422
    sentence = "Berkas ini tidak dapat diterima."


class FileIsEmpty(BadFile):
    """Nothing arrived."""

    sentence = "Berkas ini kosong. Pilih kembali berkasnya, lalu kirim ulang."


class FileTooLarge(BadFile):
    """More bytes than this form allows."""

    status = 413
    sentence = "Berkas ini terlalu besar. Kecilkan ukurannya, lalu kirim ulang."


class FileTypeNotAllowed(BadFile):
    """The content is not of a type that this form takes, whatever its name says."""

    sentence = "Jenis berkas ini tidak diterima. Kirim PDF, atau foto JPG atau PNG."


class PdfHasActiveContent(BadFile):
    """The PDF carries scripts, launch actions or other files."""

    sentence = (
        "PDF ini memuat skrip atau lampiran tersembunyi. Cetak ulang isinya ke PDF baru "
        "(menu Cetak, lalu Simpan sebagai PDF), lalu kirim hasilnya."
    )


class PdfIsLocked(BadFile):
    """The PDF is encrypted."""

    sentence = "PDF ini terkunci kata sandi. Buka kuncinya, simpan kembali, lalu kirim ulang."


class PdfIsBroken(BadFile):
    """The PDF cannot be read."""

    sentence = "PDF ini rusak atau tidak lengkap. Simpan kembali dari sumbernya, lalu kirim ulang."


class PictureIsBroken(BadFile):
    """The picture cannot be decoded."""

    sentence = "Foto ini rusak atau tidak lengkap. Ambil foto baru, lalu kirim ulang."


class PictureTooLarge(BadFile):
    """The picture has more pixels than we decode."""

    sentence = "Ukuran gambar terlalu besar. Perkecil fotonya, lalu kirim ulang."


class FileTooComplex(BadFile):
    """Reading the file took more time or memory than we give it."""

    sentence = (
        "Isi berkas ini terlalu rumit untuk diperiksa. Cetak ulang ke PDF yang lebih sederhana "
        "atau kirim fotonya."
    )


class FileMissing(DomainError):
    """The bytes of a stored file are gone or were changed on disk."""

    status = 500
    sentence = "Berkas ini tidak dapat dibuka. Petugas teknis perlu memulihkannya dari cadangan."


BY_CODE: dict[str, type[BadFile]] = {
    refusal.__name__: refusal
    for refusal in (
        FileIsEmpty,
        FileTypeNotAllowed,
        PdfHasActiveContent,
        PdfIsLocked,
        PdfIsBroken,
        PictureIsBroken,
        PictureTooLarge,
        FileTooComplex,
    )
}
