"""The BSrE adapter against a server on loopback that answers and fails as BSrE's may."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from pendopo.domains.documents.ports import bsre, signing
from pendopo.domains.documents.tests import factories

PDF = b"%PDF-1.7 isi surat"
SIGNED = PDF + b" tanda tangan"


class FakeBsre(BaseHTTPRequestHandler):
    """Answers what the test put into `reply`; keeps what it was asked."""

    reply: ClassVar[tuple[int, bytes] | None] = None
    asked: ClassVar[dict[str, object]] = {}
    wait: ClassVar[threading.Event] = threading.Event()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked = {"path": self.path, "headers": dict(self.headers), "body": body}
        if self.reply is None:
            self.wait.wait(5)
            return
        status, answer = self.reply
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[bsre.BsreService]:
    server = HTTPServer(("127.0.0.1", 0), FakeBsre)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    FakeBsre.wait.clear()
    yield bsre.BsreService(f"http://127.0.0.1:{server.server_port}/esign", "akun", "sandi", 0.5)
    FakeBsre.wait.set()
    server.shutdown()
    server.server_close()
    thread.join()


def sign(service: bsre.BsreService) -> bytes:
    signer = signing.Signer(
        ref="person:A", name="Rahmat", nik=signing.Passphrase("1219054107900001")
    )
    return service.unlock(signer, signing.Passphrase("kata-rahasia"), factories.NOW).sign(PDF)


def test_the_call_has_the_documented_shape(service: bsre.BsreService) -> None:
    FakeBsre.reply = (200, SIGNED)
    assert sign(service) == SIGNED
    asked = FakeBsre.asked
    assert asked["path"] == "/esign/api/sign/pdf"
    account = base64.b64encode(b"akun:sandi").decode()
    assert asked["headers"]["Authorization"] == f"Basic {account}"
    for part in (b'name="nik"\r\n\r\n1219054107900001\r\n', b'name="file"', PDF, b"kata-rahasia"):
        assert part in asked["body"]


def test_a_signed_pdf_wrapped_in_json_is_unwrapped(service: bsre.BsreService) -> None:
    wrapped = {"base64_signed_file": base64.b64encode(SIGNED).decode()}
    FakeBsre.reply = (200, json.dumps(wrapped).encode())
    assert sign(service) == SIGNED


@pytest.mark.parametrize(
    ("status", "sentence", "refusal"),
    [
        (400, "Passphrase anda salah", signing.WrongPassphrase),
        (400, "Sertifikat sudah expired", signing.CertificateExpired),
        (404, "NIK belum terdaftar", signing.CertificateMissing),
        (401, "Unauthorized", signing.ServiceRefused),
        (503, "Service Unavailable", signing.NoAnswer),
    ],
)
def test_each_refusal_has_its_name(
    service: bsre.BsreService, status: int, sentence: str, refusal: type[signing.SigningFailed]
) -> None:
    FakeBsre.reply = (status, json.dumps({"error": sentence}).encode())
    with pytest.raises(refusal):
        sign(service)


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>", b"{}", b'{"base64_signed_file": 1}', b'{"base64_signed_file": "eA=="}'],
)
def test_an_answer_that_is_no_pdf_is_refused(service: bsre.BsreService, answer: bytes) -> None:
    FakeBsre.reply = (200, answer)
    with pytest.raises(signing.SignedSomethingElse):
        sign(service)


def test_silence_is_a_lost_answer(service: bsre.BsreService) -> None:
    FakeBsre.reply = None
    with pytest.raises(signing.NoAnswer):
        sign(service)


def test_nobody_listening_is_a_lost_answer_that_quotes_nothing() -> None:
    service = bsre.BsreService("http://127.0.0.1:1", "akun", "sandi", 0.5)
    with pytest.raises(signing.NoAnswer) as caught:
        sign(service)
    assert caught.value.__suppress_context__
    assert "sandi" not in repr(service)


@pytest.mark.parametrize("address", ["", "http://esign.example.go.id", "ftp://127.0.0.1"])
def test_a_passphrase_never_travels_without_tls(settings, address: str) -> None:
    settings.BSRE_ADDRESS, settings.BSRE_USER = address, "akun"
    with pytest.raises(bsre.NotConfigured):
        bsre.from_settings()


def test_a_signer_without_a_believed_nik_cannot_sign() -> None:
    service = bsre.BsreService("https://esign.invalid", "akun", "sandi")
    with pytest.raises(signing.CertificateMissing):
        service.unlock(
            signing.Signer(ref="person:A", name="x"), signing.Passphrase("x"), factories.NOW
        )
