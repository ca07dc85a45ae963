"""`pendopo verify-pack` and `pendopo verify-heads`: exit code 0 where all fits, 1 where not."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pendopo.kernel.ledger.reigns import Reign
from pendopo.pack import trust, verifier, watching
from pendopo.pack.misfit import Misfit
from pendopo.pack.verifier import Report

UNPROVEN = (
    "Yang tidak dibuktikan paket ini: bahwa tidak ada catatan yang ditinggalkan, dan bahwa yang "
    "dicatat sungguh terjadi."
)


def verify_pack(arguments: Sequence[str]) -> int:
    """Verify a pack and say what was checked."""
    parser = argparse.ArgumentParser(
        prog="pendopo verify-pack",
        description="Memeriksa paket penilaian tanpa basis data dan tanpa percaya kepada siapa pun.",
    )
    parser.add_argument("pack", type=Path, metavar="PAKET", help="berkas paket (.zip)")
    parser.add_argument(
        "--head",
        type=Path,
        action="append",
        default=[],
        help="kepala, umpan kepala.json, atau bukti konsistensi yang Anda simpan; boleh berulang",
    )
    _add_key(parser)
    asked = parser.parse_args(arguments)
    return _answered(lambda: _verify_pack(asked))


def verify_heads(arguments: Sequence[str]) -> int:
    """Verify saved heads: signatures, keys, and that each continues the one before."""
    parser = argparse.ArgumentParser(
        prog="pendopo verify-heads",
        description="Memeriksa kepala buku besar yang Anda simpan, satu terhadap yang lain.",
    )
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="BERKAS",
        help="kepala.json, satu kepala, atau bukti konsistensi",
    )
    _add_key(parser)
    asked = parser.parse_args(arguments)
    return _answered(lambda: _verify_heads(asked))


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key", default="", help="kunci publik yang Anda percayai (64 digit heksadesimal)"
    )


def _answered(work: Callable[[], None]) -> int:
    try:
        work()
    except Misfit as error:
        _say(f"TIDAK COCOK: {error.sentence}")
        return 1
    except OSError as error:
        _say(f"TIDAK TERBACA: {error.strerror or error}.")
        return 1
    return 0


def _verify_pack(asked: argparse.Namespace) -> None:
    watched = watching.read(asked.head) if asked.head else None
    report = verifier.verify(
        asked.pack, key=_key(asked.key), watched=watched, said=lambda text: _say(f"cocok  {text}")
    )
    _conclude(report)


def _conclude(report: Report) -> None:
    for sentence in report.warnings:
        _say(f"ingat  {sentence}")
    if report.simulations:
        _say("")
        _say("SIMULASI: angka ini memuat bagian yang belum bersumber resmi.")
        for reason in report.simulations:
            _say(f"  - {reason}")
    _say("")
    _say(UNPROVEN)
    word = " SIMULASI" if report.simulations else ""
    _say(f"PAKET COCOK. Indeks{word}: {report.index}.")


def _verify_heads(asked: argparse.Namespace) -> None:
    watched = watching.read(asked.files)
    key = _key(asked.key)
    if key is not None and watched.chain:
        trust.require_known(watched.chain, key)
    elif key is not None:
        watched.chain = [Reign(key)]
    count = watching.verify(watched)
    _say(f"KEPALA COCOK. {count} kepala sah dan masing-masing melanjutkan yang sebelumnya.")


def _key(text: str) -> Ed25519PublicKey | None:
    return trust.key_of(text, "--key") if text else None


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
