"""What people announces. Never a name, a number or a contact: only references, codes and dates."""

from dataclasses import dataclass
from datetime import date

from pendopo.kernel.events import Code, Event, Ref


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event, name="people.person_registered", label="Orang terdaftar"):
    """A person is known for the first time: by own sign-up, at a counter, or by an SSO."""

    how: Code


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event, name="people.profile_changed", label="Profil diperbarui"):
    """A person changed their own particulars."""


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event, name="people.contact_changed", label="Kontak diganti"):
    """A contact that answered a code was attached to the account; kind "email" or "phone"."""

    kind: Code


@dataclass(frozen=True, kw_only=True)
class PhoneReleased(Event, name="people.phone_released", label="Nomor HP dilepas dari akun"):
    """Whoever holds the number today began an account of their own with it."""


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Event, name="people.account_reopened", label="Akun dibuka kembali di loket"):
    """An officer saw the card and let the account be opened with a new phone number."""


@dataclass(frozen=True, kw_only=True)
class NikClaimed(Event, name="people.nik_claimed", label="NIK diisi"):
    """The person typed a NIK; nobody believes it yet."""


@dataclass(frozen=True, kw_only=True)
class NikSeen(Event, name="people.nik_seen", label="KTP dilihat petugas"):
    """An officer compared the NIK with the card."""


@dataclass(frozen=True, kw_only=True)
class NikConfirmed(Event, name="people.nik_confirmed", label="NIK dipastikan"):
    """The civil registry confirmed NIK, name and birth date; `source` names the gateway."""

    source: Code


@dataclass(frozen=True, kw_only=True)
class NikRevealed(Event, name="people.nik_revealed", label="NIK dibuka petugas"):
    """An officer looked at the whole NIK, for a reason from the closed list."""

    reason: Code


@dataclass(frozen=True, kw_only=True)
class NikSearched(Event, name="people.nik_searched", label="Pencarian NIK"):
    """An officer (the subject) searched by an exact NIK."""

    found: bool


@dataclass(frozen=True, kw_only=True)
class AgencyFounded(Event, name="people.agency_founded", label="Unit kerja dibentuk"):
    """An agency entered the tree."""

    kind: Code
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class PostCreated(Event, name="people.post_created", label="Jabatan dibentuk"):
    """An agency (the subject) got a chair."""

    post: int
    signs: bool


@dataclass(frozen=True, kw_only=True)
class PostTaken(Event, name="people.post_taken", label="Jabatan diisi"):
    """A person sits on a post from a day on."""

    agency: Code
    post: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class PostLeft(Event, name="people.post_left", label="Jabatan ditinggalkan"):
    """A person leaves a post after this last day."""

    agency: Code
    post: int
    last_day: date


@dataclass(frozen=True, kw_only=True)
class AuthorityDelegated(Event, name="people.authority_delegated", label="Wewenang dilimpahkan"):
    """A person acts on a post as Plt., Plh. or a.n., by an appointing letter."""

    agency: Code
    post: int
    kind: Code
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class DelegationRevoked(Event, name="people.delegation_revoked", label="Pelimpahan dicabut"):
    """A delegation ends early; `from_day` is the first day without it."""

    agency: Code
    post: int
    from_day: date


@dataclass(frozen=True, kw_only=True)
class BusinessRecorded(Event, name="people.business_recorded", label="Usaha dicatat"):
    """A business is known; its NIB, if any, was issued by OSS."""

    has_nib: bool
    district: Code | None = None


@dataclass(frozen=True, kw_only=True)
class MandateClaimed(Event, name="people.mandate_claimed", label="Kuasa diajukan"):
    """A person says that they act for the subject."""

    holder: Ref
    kind: Code


@dataclass(frozen=True, kw_only=True)
class MandateSeen(Event, name="people.mandate_seen", label="Bukti kuasa dilihat petugas"):
    """An officer saw the proof; from now on the mandate works. `proof` says what was shown."""

    holder: Ref
    kind: Code
    proof: Code | None = None


@dataclass(frozen=True, kw_only=True)
class MandateEnded(Event, name="people.mandate_ended", label="Kuasa berakhir"):
    """A mandate ends after this last day."""

    holder: Ref
    kind: Code
    last_day: date
