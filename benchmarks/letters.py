"""A decision's PDF with its signature, beside the bare library calls on the same letter.

    python -m benchmarks.letters [letters]

Bare: the QR code, `typst.compile` and pyHanko's signer as each works by itself, with the key
already open, nothing kept. Ours: freeze (typeset, seal, hash, store) and sign_many (authority, hash
check, unlock by passphrase, sign, seal, store, register, ledger), every file and commit flushed to
disk. Ours spares the signer work that is the same for all letters of a certificate (`ports/sandbox`),
so a ratio near 1 says that this pays for the rest, not that the rest is free. Both in one process, in
turns, on the database that PENDOPO_DATABASE names (a scratch SQLite file otherwise).
"""

# ruff: noqa: E402, SLF001 - Django is set up before models are imported; bare calls reach inside

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("PENDOPO_DATA", tempfile.mkdtemp(prefix="pendopo-bench-"))

import django

django.setup()

from django.test.utils import setup_databases, teardown_databases
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter

from benchmarks import figures
from pendopo.domains.documents import actions
from pendopo.domains.documents.actions import _freeze
from pendopo.domains.documents.models import Letter
from pendopo.domains.documents.ports import sandbox, signing, typesetting
from pendopo.domains.documents.schema import SHEET
from pendopo.domains.documents.tests import factories

BATCH = 10
AIM = 1.3


def main(count: int = 50) -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        report(*measure(count))
    finally:
        teardown_databases(databases, verbosity=0)


def measure(count: int) -> tuple[list[float], list[float], list[float]]:
    """Return milliseconds a letter: bare, ours one by one, ours in a batch of ten."""
    office = factories.make_office()
    signer = bare_signer(office)
    warm(office, signer)
    bare, single, batch = [], [], []
    for _ in range(count // BATCH):
        letters = [factories.make_letter(office) for _ in range(2 * BATCH)]
        for letter in letters[:BATCH]:
            bare.append(timed(lambda letter=letter: bare_letter(letter, signer)))
            single.append(timed(lambda letter=letter: our_letters(office, [letter])))
        batch.append(timed(lambda letters=letters: our_letters(office, letters[BATCH:])) / BATCH)
    return bare, single, batch


def warm(office: factories.Office, signer: signers.SimpleSigner) -> None:
    for _ in range(3):
        letter = factories.make_letter(office)
        bare_letter(letter, signer)
        our_letters(office, [letter])


def bare_letter(letter: Letter, signer: signers.SimpleSigner) -> bytes:
    pdf = typesetting.typeset(
        template=letter.template.source,
        base=letter.sheet.files[SHEET],
        letter=_freeze._page_data(letter, simulation=True),
        at=letter.created_at,
    )
    out = io.BytesIO()
    meta = signers.PdfSignatureMetadata(
        field_name=sandbox.FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    pen = signers.PdfSigner(meta, signer, new_field_spec=SigFieldSpec(sandbox.FIELD))
    pen.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out, bytes_reserved=6144)
    return out.getvalue()


def our_letters(office: factories.Office, letters: list[Letter]) -> None:
    frozen = [actions.freeze(letter=letter, now=factories.NOW) for letter in letters]
    outcomes = factories.sign(office, *frozen)
    assert all(outcome.is_signed for outcome in outcomes), outcomes


def bare_signer(office: factories.Office) -> signers.SimpleSigner:
    pen = sandbox.from_settings().unlock(
        signing.Signer(ref=office.head.ref, name=office.head.name),
        signing.Passphrase(factories.WORDS),
        factories.NOW,
    )
    # As the library signs by itself.
    pen._signer.signed_attr_prov_spec = None
    return pen._signer


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def report(bare: list[float], single: list[float], batch: list[float]) -> None:
    floor = statistics.median(bare)
    kinds = (("one by one", single), ("in a batch of ten", batch))
    figures.report([_figure(how, statistics.median(times), floor) for how, times in kinds])


def _figure(how: str, median: float, floor: float) -> figures.Figure:
    return figures.Figure(
        what=f"decision PDF with signature, {how}, median",
        figure=f"{median:.1f} ms",
        floor=f"bare library calls {floor:.1f} ms",
        ratio=f"{median / floor:.2f}",
        aim=f"≤ {AIM}",
        reached=median <= AIM * floor,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
