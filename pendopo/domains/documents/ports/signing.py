"""What we ask of a signing service, and how it may refuse; which one answers is a setting."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn, Protocol

from django.conf import settings

from pendopo.kernel.errors import DomainError


class Passphrase:
    """A passphrase on its way from the form to the service: it cannot be printed or queued."""

    __slots__ = ("_words",)

    def __init__(self, words: str) -> None:
        """Keep the words for one request."""
        self._words = words

    def reveal(self) -> str:
        """Return the words; only an adapter calls this."""
        return self._words

    def __repr__(self) -> str:
        """Hide the words from logs and error pages."""
        return "Passphrase(***)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be written anywhere."""
        raise TypeError("a passphrase is never stored or queued")


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signs; `nik` identifies the certificate at BSrE and is shown by no repr."""

    ref: str
    name: str
    nik: Passphrase | None = None


class SigningFailed(DomainError):
    """The service gave no signature; the letter keeps waiting under its number."""

    status = 502
    ends_batch = True
    """Trying the next letter would fail the same way, or lock the certificate."""


class WrongPassphrase(SigningFailed):
    """The passphrase does not open the certificate."""

    status = 422
    sentence = "Passphrase belum cocok. Periksa kembali, lalu tanda tangani ulang."


class CertificateMissing(SigningFailed):
    """The service knows no certificate of this person."""

    sentence = "Sertifikat elektronik Anda belum terdaftar. Hubungi verifikator instansi Anda."


class CertificateExpired(SigningFailed):
    """The certificate's time is over."""

    sentence = (
        "Masa berlaku sertifikat elektronik Anda habis. Perpanjang lewat verifikator instansi."
    )


class NoAnswer(SigningFailed):
    """The service did not answer in time; whether it signed is unknown and does not matter.

    Nothing left this house unsigned: a later try signs the same bytes under the same number.
    """

    status = 504
    sentence = (
        "Layanan tanda tangan tidak menjawab. Surat tetap menunggu dengan nomor yang sama; "
        "coba lagi beberapa menit lagi."
    )


class ServiceRefused(SigningFailed):
    """The service refused for a reason of its own; `details` carries its status code."""

    sentence = "Layanan tanda tangan menolak permintaan ini. Hubungi pengelola sistem."


class SignedSomethingElse(SigningFailed):
    """What came back is not the file that the signer saw with a signature added."""

    sentence = "Jawaban layanan tanda tangan tidak cocok dengan surat. Hubungi pengelola sistem."


class Pen(Protocol):
    """A signer's certificate, ready to sign for the length of one request."""

    def sign(self, pdf: bytes) -> bytes:
        """Return the PDF with a signature appended. Raises SigningFailed."""


class SigningService(Protocol):
    """A place where officers' certificates live."""

    @property
    def simulation(self) -> bool:
        """Tell whether its signatures are only for trying."""

    def unlock(self, signer: Signer, passphrase: Passphrase, at: datetime) -> Pen:
        """Return the signer's pen. Raises SigningFailed."""


def service() -> SigningService:
    """Return the service this installation signs with."""
    if settings.SIGNING == "bsre":
        from pendopo.domains.documents.ports import bsre

        return bsre.from_settings()
    from pendopo.domains.documents.ports import sandbox

    return sandbox.from_settings()
