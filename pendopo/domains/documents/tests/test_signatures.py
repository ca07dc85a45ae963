"""A signed letter before two validators that share no code: pyHanko, and our own reading of the
CMS with `cryptography` and openssl. Both accept it, and both refuse it after one flipped byte.
"""

import hashlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from pendopo.domains.documents.ports import sandbox, signing
from pendopo.domains.documents.tests import factories
from pendopo.kernel.files import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(office: factories.Office) -> bytes:
    return store.read(factories.make_signed(office).signed_file)


def root() -> x509.Certificate:
    return sandbox.from_settings().root()


def pyhanko_accepts(pdf: bytes) -> bool:
    trusted = asn1_x509.Certificate.load(root().public_bytes(serialization.Encoding.DER))
    context = ValidationContext(trust_roots=[trusted], moment=factories.NOW, allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(signature, context)
    return bool(
        status.bottom_line
        and status.intact
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    )


def own_check_accepts(pdf: bytes) -> bool:
    covered, der = split(pdf)
    info = cms.ContentInfo.load(der)["content"]
    (signer,) = info["signer_infos"]
    signed_attributes = {a["type"].native: a["values"][0].native for a in signer["signed_attrs"]}
    if signed_attributes["message_digest"] != hashlib.sha256(covered).digest():
        return False
    certificate = signer_certificate(info, signer)
    certificate.verify_directly_issued_by(root())
    try:
        certificate.public_key().verify(
            signer["signature"].native,
            signer["signed_attrs"].untag().dump(),
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        return False
    return True


def split(pdf: bytes) -> tuple[bytes, bytes]:
    """Return the bytes that the signature covers and the CMS that lies between them."""
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    start, first, second, rest = (int(number) for number in found.groups())
    assert start == 0
    assert second + rest == len(pdf), "the signature must cover the file to its end"
    der = bytes.fromhex(pdf[first + 1 : second - 1].rstrip(b"\0").decode())
    return pdf[:first] + pdf[second:], der


def signer_certificate(info: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    serial = signer["sid"].chosen["serial_number"].native
    chosen = [c.chosen for c in info["certificates"] if c.chosen.serial_number == serial]
    return x509.load_der_x509_certificate(chosen[0].dump())


def openssl_accepts(pdf: bytes, tmp_path: Path) -> bool:
    covered, der = split(pdf)
    (tmp_path / "covered").write_bytes(covered)
    (tmp_path / "cms").write_bytes(der)
    (tmp_path / "root.pem").write_bytes(root().public_bytes(serialization.Encoding.PEM))
    when = int(factories.NOW.timestamp())
    command = (
        "openssl cms -verify -inform DER -in cms -binary -content covered "
        f"-CAfile root.pem -purpose any -attime {when} -out /dev/null"
    )
    done = subprocess.run(command.split(), capture_output=True, check=False, cwd=tmp_path)
    return done.returncode == 0


def flipped(pdf: bytes, place: int) -> bytes:
    changed = bytearray(pdf)
    changed[place] ^= 1
    return bytes(changed)


def page_content(pdf: bytes) -> int:
    """Return a place inside the first compressed stream: what the page says."""
    return pdf.index(b"stream\n") + 40


def test_two_validators_accept_the_letter_and_refuse_one_flipped_byte(
    signed: bytes, tmp_path: Path
) -> None:
    assert pyhanko_accepts(signed)
    assert own_check_accepts(signed)
    assert openssl_accepts(signed, tmp_path)
    changed = flipped(signed, page_content(signed))
    assert not pyhanko_accepts(changed)
    assert not own_check_accepts(changed)
    assert not openssl_accepts(changed, tmp_path)


def test_another_root_is_not_trusted(office: factories.Office, signed: bytes, settings) -> None:
    shutil.rmtree(Path(settings.KEYS_DIR) / "sandbox-ca")
    factories.enrol(office.head)
    assert not pyhanko_accepts(signed)


def test_the_letter_is_pades_and_says_simulation(signed: bytes) -> None:
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.self_reported_timestamp == factories.NOW
    assert "SIMULASI" in signature.signer_cert.issuer.human_friendly
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert pdf.open_metadata().pdfa_status == "2A"
        assert pdf.Root.MarkInfo.Marked


def test_each_letter_of_a_batch_names_its_certificate_under_the_signature(
    office: factories.Office, django_assert_max_num_queries
) -> None:
    letters = [factories.make_frozen(office) for _ in range(2)]
    # Two for the authority of the batch; a letter is one SELECT and the transaction of its end.
    with django_assert_max_num_queries(2 + 2 * 7):
        assert all(outcome.is_signed for outcome in factories.sign(office, *letters))
    for letter in letters:
        letter.refresh_from_db()
        pdf = store.read(letter.signed_file)
        assert pyhanko_accepts(pdf)
        assert own_check_accepts(pdf)
        info = cms.ContentInfo.load(split(pdf)[1])["content"]
        (signer,) = info["signer_infos"]
        attributes = {a["type"].native: a["values"][0].native for a in signer["signed_attrs"]}
        assert set(attributes) == {"content_type", "message_digest", "signing_certificate_v2"}
        (named,) = attributes["signing_certificate_v2"]["certs"]
        der = signer_certificate(info, signer).public_bytes(serialization.Encoding.DER)
        assert named["cert_hash"] == hashlib.sha256(der).digest()


def test_a_certificate_belongs_to_one_passphrase(office: factories.Office) -> None:
    service = sandbox.from_settings()
    signer = signing.Signer(ref=office.head.ref, name=office.head.name)
    with pytest.raises(signing.WrongPassphrase):
        service.unlock(signer, signing.Passphrase(""), factories.NOW)
    with pytest.raises(signing.CertificateMissing):
        service.unlock(
            signing.Signer(ref="person:LAIN", name="x"),
            signing.Passphrase(factories.WORDS),
            factories.NOW,
        )


@pytest.mark.browser
def test_poppler_accepts_the_letter_and_refuses_one_flipped_byte(
    signed: bytes, tmp_path: Path
) -> None:
    """Runs where poppler-utils is installed; there it fails without the tool, never skips."""
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(signed)
    bad.write_bytes(flipped(signed, page_content(signed)))
    assert b"Signature is Valid" in pdfsig(good)
    assert b"Total document signed" in pdfsig(good)
    assert b"Signature is Valid" not in pdfsig(bad)


def pdfsig(path: Path) -> bytes:
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False).stdout
