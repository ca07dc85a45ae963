"""The kinds of personal data, and what each kind asks of us: label, retention, mask."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pendopo.kernel.privacy import masking


class DataClass(StrEnum):
    """What a field says about a person; every personal field and form question names one."""

    NIK = "nik"
    KK = "kk"
    HEALTH = "health"
    CHILD = "child"
    CONTACT = "contact"
    NAME = "name"
    ADDRESS = "address"
    BIRTH = "birth"
    FINANCE = "finance"
    DOCUMENT = "document"
    SIGNATURE_IMAGE = "signature_image"
    OTHER_PERSONAL = "other_personal"


@dataclass(frozen=True)
class Treatment:
    """How one class is handled where nothing stricter is said."""

    label: str
    keep_years: int
    """Years after the matter is closed; a service's own retention schedule goes first."""
    mask: Callable[[str], str]
    specific: bool = False
    """"Specific" personal data of UU 27/2022 article 4(2): health, children, finance."""


treatment: dict[DataClass, Treatment] = {
    DataClass.NIK: Treatment("NIK", 5, masking.mask_nik),
    DataClass.KK: Treatment("Nomor KK", 5, masking.mask_nik),
    DataClass.HEALTH: Treatment("Data kesehatan", 5, masking.hide, specific=True),
    DataClass.CHILD: Treatment("Data anak", 5, masking.hide, specific=True),
    DataClass.CONTACT: Treatment("Kontak", 2, masking.mask_contact),
    DataClass.NAME: Treatment("Nama", 10, masking.mask_name),
    DataClass.ADDRESS: Treatment("Alamat", 5, masking.hide),
    DataClass.BIRTH: Treatment("Tempat dan tanggal lahir", 5, masking.hide),
    DataClass.FINANCE: Treatment("Data keuangan", 5, masking.hide, specific=True),
    DataClass.DOCUMENT: Treatment("Dokumen pribadi", 5, masking.hide),
    DataClass.SIGNATURE_IMAGE: Treatment("Gambar tanda tangan", 2, masking.hide),
    DataClass.OTHER_PERSONAL: Treatment("Data pribadi lain", 5, masking.hide),
}
