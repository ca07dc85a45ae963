"""A certificate authority of our own, for trying and for the demo: real PAdES, marked SIMULASI.

Keys lie in KEYS_DIR/sandbox-ca; a signer's private key is encrypted with the passphrase, so a
wrong one fails here as it fails at a real service. It never makes a certified signature.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pendopo.domains.documents.ports import signing

FIELD = "TandaTangan"
LIFETIME = timedelta(days=730)
_ROOT_LIFETIME = timedelta(days=3650)
_RESERVED_BYTES = 6_144
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class SandboxService:
    """Signs in this process; `fault` plays a failure: "lost-answer" or "expired"."""

    folder: Path
    fault: str = ""
    simulation: bool = True

    def unlock(
        self, signer: signing.Signer, passphrase: signing.Passphrase, at: datetime
    ) -> signing.Pen:
        """Open the signer's key. Raises CertificateMissing, WrongPassphrase, CertificateExpired."""
        home = self.folder / signer.ref.replace(":", "-")
        if not (home / "key.pem").exists():
            raise signing.CertificateMissing
        key = _open_key(home / "key.pem", passphrase)
        certificate = _read_certificate(home / "certificate.pem")
        if self.fault == "expired" or at > certificate.not_valid_after_utc:
            raise signing.CertificateExpired
        return _SandboxPen(_simple_signer(certificate, key, self.root()), at, self.fault)

    def enrol(self, signer: signing.Signer, passphrase: signing.Passphrase, at: datetime) -> None:
        """Make key and certificate for a person, replacing earlier ones; valid for two years."""
        issuer_key, issuer = self._authority(at)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certify(
            _name(signer.name, signer.ref),
            key.public_key(),
            issuer.subject,
            issuer_key,
            at,
            LIFETIME,
        )
        home = self.folder / signer.ref.replace(":", "-")
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(home / "certificate.pem", certificate.public_bytes(serialization.Encoding.PEM))
        _write(home / "key.pem", _sealed_key(key, passphrase.reveal().encode()))

    def is_enrolled(self, ref: str) -> bool:
        """Tell whether this person has a certificate here."""
        return (self.folder / ref.replace(":", "-") / "key.pem").exists()

    def root(self) -> x509.Certificate:
        """Return the root certificate that a validator has to trust."""
        return _read_certificate(self.folder / "root.pem")

    def _authority(self, at: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        path = self.folder / "root-key.pem"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            key = ec.generate_private_key(ec.SECP256R1())
            name = _name("Pendopo Sandbox CA (SIMULASI)")
            root = _certify(name, key.public_key(), name, key, at, _ROOT_LIFETIME, is_root=True)
            _write(self.folder / "root.pem", root.public_bytes(serialization.Encoding.PEM))
            _write(path, _plain_key(key))
        return _load_key(path, None), self.root()


class _SandboxPen:
    def __init__(self, signer: signers.SimpleSigner, at: datetime, fault: str) -> None:
        self._signer, self._at, self._fault = signer, at, fault

    def sign(self, pdf: bytes) -> bytes:
        out = BytesIO()
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        pen = _DatedPdfSigner(meta, self._signer, new_field_spec=SigFieldSpec(FIELD))
        pen.at = self._at
        pen.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), output=out, bytes_reserved=_RESERVED_BYTES
        )
        if self._fault == "lost-answer":
            raise signing.NoAnswer
        return out.getvalue()


class _DatedPdfSigner(signers.PdfSigner):
    """Writes our `now` as the signing time: the demo signs a year of letters in one morning."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - pyHanko's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _SigningCertificate(CMSAttributeProvider, SignedAttributeProviderSpec):
    """All that PAdES wants signed beside the digest: which certificate signs.

    Encoded once for every letter of a pen. pyHanko would build it anew for each, of nested
    values that asn1crypto encodes again and again: 10 of 16 ms a letter, measured.
    """

    attribute_type = "signing_certificate_v2"

    def __init__(self, certificate: asn1_x509.Certificate) -> None:
        built = as_signing_certificate_v2(certificate)
        self._value = tsp.SigningCertificateV2.load(built.dump())

    def signed_attr_providers(
        self,
        data_digest: bytes,  # noqa: ARG002 - pyHanko's signature
        digest_algorithm: str,  # noqa: ARG002
    ) -> Iterable[CMSAttributeProvider]:
        return [self]

    async def build_attr_value(
        self,
        dry_run: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> tsp.SigningCertificateV2:
        return self._value


def from_settings() -> SandboxService:
    """Return the sandbox of this installation."""
    return SandboxService(Path(settings.KEYS_DIR) / "sandbox-ca", settings.SIGNING_FAULT)


def _simple_signer(
    certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, root: x509.Certificate
) -> signers.SimpleSigner:
    store = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]  # no annotations
        [_asn1(root)]
    )
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    own = _asn1(certificate)
    signer = signers.SimpleSigner(
        signing_cert=own,
        signing_key=asn1_keys.PrivateKeyInfo.load(der),
        cert_registry=store,
    )
    signer.signed_attr_prov_spec = _SigningCertificate(own)
    return signer


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _certify(
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
    lifetime: timedelta,
    *,
    is_root: bool = False,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _HOUR)
        .not_valid_after(at + lifetime)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _name(common_name: str, serial: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SIMULASI Pendopo"),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
    ]
    if serial:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, serial))
    return x509.Name(parts)


def _open_key(path: Path, passphrase: signing.Passphrase) -> ec.EllipticCurvePrivateKey:
    try:
        return _load_key(path, passphrase.reveal().encode())
    except (ValueError, TypeError):
        raise signing.WrongPassphrase from None


def _load_key(path: Path, password: bytes | None) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=password)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the sandbox makes elliptic-curve keys only")
    return key


def _read_certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _plain_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return _pem(key, serialization.NoEncryption())


def _sealed_key(key: ec.EllipticCurvePrivateKey, password: bytes) -> bytes:
    return _pem(key, serialization.BestAvailableEncryption(password))


def _pem(
    key: ec.EllipticCurvePrivateKey, encryption: serialization.KeySerializationEncryption
) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
