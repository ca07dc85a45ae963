"""One click signs in as an invented person: on this machine, in a demo database, nowhere else."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pendopo.domains.notices import queries as notices
from pendopo.domains.people import actions as people_actions
from pendopo.domains.people.models import Account
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import NotFound
from pendopo.project.demo import cast, stamp


@dataclass(frozen=True)
class Part:
    """A part that a visitor may play."""

    account: str
    title: str
    text: str


PARTS = (
    Part("warga-1", "Warga", "Ajukan surat, ikuti jalannya, unduh hasilnya."),
    Part("petugas-pelayanan-kecamatan-talawi", "Petugas kecamatan", "Periksa berkas yang masuk."),
    Part("camat-talawi-kecamatan-talawi", "Camat", "Putuskan dan tanda tangani surat."),
    Part("sekretaris-kecamatan-talawi", "Sekretaris", "Bagi pekerjaan, jaga tenggat."),
    Part("bupati-pemkab", "Bupati", "Lihat apa yang masuk, selesai, dan terlambat."),
    Part("sekretaris-daerah-pemkab", "Sekda", "Tetapkan hasil penilaian, lihat apa yang kurang."),
    Part("koordinator-evaluasi-pemkab", "Koordinator evaluasi", "Bagi indikator, kejar bukti."),
    Part("kepala-dinas-komunikasi-dan-informatika-diskominfo", "Kepala dinas", "Lampirkan bukti."),
    Part("asesor-internal-pemkab", "Asesor internal", "Periksa bukti dan nilai yang diusulkan."),
    Part("pengelola-sistem-diskominfo", "Pengelola sistem", "Kelola isi dan pengguna."),
    Part("warga-2", "Warga lain", "Buktikan bahwa urusan orang lain tidak terlihat."),
)


@require_GET
@access.public
def parts(request: ActedRequest) -> HttpResponse:
    """Offer the parts."""
    _require_demo(request)
    seeding = not Account.objects.filter(email=f"{PARTS[0].account}@contoh.invalid").exists()
    page = {"parts": PARTS, "seeding": seeding, "passphrase": cast.PASSPHRASE}
    return render(request, "project/demo_sign_in.html", page)


@require_POST
@access.public
def sign_in(request: ActedRequest) -> HttpResponse:
    """Sign in as one of the offered parts."""
    _require_demo(request)
    wanted = request.POST.get("peran", "")
    account = Account.objects.filter(
        email=f"{wanted}@contoh.invalid", email__in=[f"{p.account}@contoh.invalid" for p in PARTS]
    ).first()
    if account is None:
        raise NotFound("Peran ini belum siap. Tunggu sebentar lalu coba lagi.")
    people_actions.sign_in_as(request, account)
    return redirect("/")


@require_GET
@access.public
def mailbox(request: ActedRequest) -> HttpResponse:
    """Show what the demo took instead of sending it, sign-in codes included."""
    _require_demo(request)
    return render(request, "notices/demo_mailbox.html", {"messages_out": notices.demo_mailbox()})


def _require_demo(request: ActedRequest) -> None:
    # The same answer as for an address that does not exist.
    if not (stamp.is_demo() and stamp.is_local(request)):
        raise NotFound
