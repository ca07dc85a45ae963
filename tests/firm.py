"""A business among the people of tests/world.py: its case, its letter, and a change of hands.

The former representative filed; the partner holds the mandate now.
"""

from pendopo.domains.cases import actions as cases
from pendopo.domains.documents import actions as documents
from pendopo.domains.documents.models import Letter
from pendopo.domains.documents.tests import factories as letters
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.actor import Assurance
from tests import world as stage
from tests.world import NOW, World

SERVICE = "izin-keramaian"
ANSWERS: dict[str, str | list[str]] = {
    "nama": "Wahyu Pohan",
    "nik": "1219054107900001",
    "alamat": "Dusun II, Labuhan Ruku",
    "telepon": "0812 3456 7890",
    "nama_acara": "Bazar Rotan",
    "jenis_acara": "pasar",
    "tanggal_mulai": "2026-07-01",
    "tanggal_selesai": "2026-07-02",
    "jam": "08.00 sampai 17.00",
    "jumlah_hadir": "200",
    "kecamatan": "12.19.05",
    "desa": "12.19.05.1001",
    "alamat_acara": "Lapangan Labuhan Ruku",
    "tutup_jalan": "tidak",
    "milik_sendiri": "ya",
    "pernyataan": "ya",
}


def settle(world: World) -> None:
    """File, decide and sign the case of a business, then pass its mandate on."""
    for part, name in (("former", "Wahyu Pohan"), ("partner", "Rosmala Sinaga")):
        world.people[part] = people.make_person(name=name, assurance=Assurance.SEEN)
        people.make_account(world.people[part])
    firm = people.make_business(name="Rotan Indah")
    mandate = people.make_mandate(world.people["former"], business=firm, kind="owner")
    people.make_mandate(world.people["partner"], business=firm, kind="representative")
    number = _decided(world, firm.ref)
    _sign(world, number)
    mandate.revoked_on = NOW.date()
    mandate.save()


def _decided(world: World, business: str) -> str:
    former = world.actor("former")
    papers = {code: stage.paper(former.ref) for code in ("foto_ktp", "surat_pengantar")}
    filing = cases.Filing(service=SERVICE, raw=ANSWERS, files=papers)
    filed = cases.file_case(
        filing=filing,
        applicant_id=world.people["former"].pk,
        business=business,
        actor=former,
        now=NOW,
    )
    number = filed.case.number
    for part, code in (("checker", "check"), ("checker", "review"), ("head", "approve")):
        step = cases.Step(code=code, reason="Tempatnya layak.")
        cases.take_step(number=number, step=step, actor=world.actor(part), now=NOW)
    world.words |= {"firm_case": number, "firm_file": papers["foto_ktp"]}
    return number


def _sign(world: World, number: str) -> None:
    drafted = Letter.objects.get(subject=f"case:{number}")
    letter = documents.freeze(letter=drafted, now=NOW)
    [outcome] = documents.sign_many(
        picks=[documents.Pick(letter.ref, letter.frozen_sha256)],
        passphrase=documents.Passphrase(letters.WORDS),
        actor=world.actor("head"),
        now=NOW,
    )
    assert outcome.is_signed, outcome.sentence
    world.words["firm_letter"] = letter.pk_text
