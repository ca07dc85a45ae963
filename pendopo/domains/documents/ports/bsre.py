"""The adapter for BSrE's e-Sign client service, by the call shape seen in published integrations.

No public specification was found (November 2026) and versions differ, so every assumption stands in
this file: one multipart POST, the signed PDF in the answer, refusals as JSON with a sentence.
The passphrase passes through one call and is neither kept nor logged. Nothing is repeated here:
a call whose answer was lost may have been counted, so only a person tries again.
"""

import base64
import http.client
import json
import secrets
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from pendopo.domains.documents.ports import signing

MAX_ANSWER = 30 * 1024 * 1024
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_REFUSALS: tuple[tuple[str, type[signing.SigningFailed]], ...] = (
    ("passphrase", signing.WrongPassphrase),
    ("expired", signing.CertificateExpired),
    ("kadaluarsa", signing.CertificateExpired),
    ("kedaluwarsa", signing.CertificateExpired),
    ("terdaftar", signing.CertificateMissing),
    ("not registered", signing.CertificateMissing),
)


class NotConfigured(signing.SigningFailed):
    """The address or account of the service is missing or not protected by TLS."""

    status = 500
    sentence = "Layanan tanda tangan belum diatur di server ini. Hubungi pengelola sistem."


@dataclass(frozen=True)
class BsreService:
    """Signs at BSrE with the agency's service account; `timeout` in seconds."""

    address: str
    user: str
    password: str = field(repr=False)
    timeout: float = 30.0
    simulation: bool = False

    def unlock(
        self,
        signer: signing.Signer,
        passphrase: signing.Passphrase,
        at: datetime,  # noqa: ARG002 - BSrE writes the time of its own clock
    ) -> signing.Pen:
        """Return a pen that calls the service once per letter. Raises CertificateMissing."""
        if signer.nik is None:
            raise signing.CertificateMissing
        return _BsrePen(self, signer.nik, passphrase)


@dataclass(frozen=True)
class _BsrePen:
    service: BsreService
    nik: signing.Passphrase
    passphrase: signing.Passphrase

    def sign(self, pdf: bytes) -> bytes:
        boundary = secrets.token_hex(16)
        body = _multipart(boundary, pdf, self.nik.reveal(), self.passphrase.reveal())
        status, answer = _post(self.service, body, boundary)
        if status != http.client.OK:
            raise _refusal(status, answer)
        return _signed_pdf(answer)


def from_settings() -> BsreService:
    """Return the service named by PENDOPO_BSRE_*. Raises NotConfigured."""
    service = BsreService(
        settings.BSRE_ADDRESS, settings.BSRE_USER, settings.BSRE_PASSWORD, settings.BSRE_TIMEOUT
    )
    _place(service)
    return service


def _place(service: BsreService) -> SplitResult:
    place = urlsplit(service.address)
    protected = place.scheme == "https" or (place.scheme == "http" and place.hostname in _LOOPBACK)
    if not (protected and place.hostname and service.user):
        raise NotConfigured
    return place


def _post(service: BsreService, body: bytes, boundary: str) -> tuple[int, bytes]:
    place = _place(service)
    connection = _connect(place.scheme, place.netloc.rpartition("@")[2], service.timeout)
    account = base64.b64encode(f"{service.user}:{service.password}".encode()).decode()
    headers = {
        "Authorization": f"Basic {account}",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }
    try:
        connection.request("POST", f"{place.path.rstrip('/')}/api/sign/pdf", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MAX_ANSWER)
    # From None: the lower error may quote the request, and the request holds the passphrase.
    except (OSError, http.client.HTTPException):
        raise signing.NoAnswer from None
    finally:
        connection.close()


def _connect(scheme: str, host: str, timeout: float) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, timeout=timeout, context=context)
    return http.client.HTTPConnection(host, timeout=timeout)


def _multipart(boundary: str, pdf: bytes, nik: str, passphrase: str) -> bytes:
    """Invisible: the page already carries QR and name, and a stamp would change frozen bytes."""
    texts = {"nik": nik, "passphrase": passphrase, "tampilan": "invisible", "image": "false"}
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in texts.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="surat.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return b"".join([*parts, head.encode(), pdf, f"\r\n--{boundary}--\r\n".encode()])


def _refusal(status: int, answer: bytes) -> signing.SigningFailed:
    said = _sentence_in(answer).lower()
    for word, refusal in _REFUSALS:
        if word in said:
            return refusal()
    if status >= http.client.INTERNAL_SERVER_ERROR:
        return signing.NoAnswer()
    return signing.ServiceRefused(status=status)


def _sentence_in(answer: bytes) -> str:
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    return str(said.get("error") or said.get("message") or "") if isinstance(said, dict) else ""


def _signed_pdf(answer: bytes) -> bytes:
    """Return the PDF; some versions wrap it as base64 in JSON."""
    if answer.startswith(b"%PDF-"):
        return answer
    try:
        wrapped = json.loads(answer)["base64_signed_file"]
        pdf = base64.b64decode(wrapped, validate=True)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise signing.SignedSomethingElse from None
    if not pdf.startswith(b"%PDF-"):
        raise signing.SignedSomethingElse
    return pdf
