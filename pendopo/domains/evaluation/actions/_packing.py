"""Put packs together in the background, part by part; what is done stays done when the worker dies."""

import fcntl
import json
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from pendopo.domains.evaluation import queries
from pendopo.domains.evaluation.events import SnapshotTaken
from pendopo.domains.evaluation.models import Evidence, Pack, PackState, Snapshot
from pendopo.domains.evaluation.ports import report, spreadsheet
from pendopo.kernel.actor import system
from pendopo.kernel.errors import DomainError
from pendopo.kernel.files import store
from pendopo.kernel.lake import measures
from pendopo.kernel.ledger import facts, heads, keychain, shelf, tree
from pendopo.kernel.ledger import queries as ledger
from pendopo.kernel.privacy.classes import DataClass
from pendopo.pack import contents, counting, plain, scoring, verifier, writer
from pendopo.pack.misfit import Misfit
from pendopo.shell import government

log = logging.getLogger(__name__)

SECONDS = 10.0
TROUBLE = "Ada gangguan pada sistem saat paket disusun. Bila berulang, hubungi pengelola sistem."
LARGEST = 400 * 1024 * 1024
"""A pack is sealed and handed out in memory; larger ones are told so instead of filling it."""

Part = tuple[str, Callable[[], None]]


class LakeMovedOn(Misfit):
    """The rows of a measure no longer give the number of the snapshot: registers changed since."""

    sentence = "Baris ukuran sudah berubah sejak potret diambil. Ambil potret baru."


class WaitsForHead(Exception):
    """No published head holds the entries yet."""


def build_packs(*, now: datetime, seconds: float = SECONDS) -> int:
    """Work on the packs that wait, for about so long; return how many were finished."""
    finished, end = 0, time.monotonic() + seconds
    for pack in queries.open_packs():
        with _alone() as is_mine:
            if not is_mine or time.monotonic() >= end:
                return finished
            finished += _build(pack, now, end)
    return finished


def _build(pack: Pack, now: datetime, end: float) -> bool:
    """Make the parts that are not there yet; tell whether the pack is ready."""
    try:
        for place, (name, make) in enumerate(_parts(pack.snapshot, now)):
            if not (_folder(pack.snapshot) / name).exists():
                if time.monotonic() >= end:
                    return False
                make()
            _say(pack, PackState.BUILDING, done=place + 1)
        _finish(pack, now)
    except WaitsForHead:
        _say(pack, PackState.HEAD)
    except DomainError as error:
        # One pack that cannot be made must not hold up those behind it.
        _fail(pack, error.sentence)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - nor must one that breaks on the machine
        _log(pack, error)
        _fail(pack, TROUBLE)
    return pack.state == PackState.READY


def _fail(pack: Pack, sentence: str) -> None:
    """Clear the workbench first: whoever reads that it failed may ask for another try."""
    shutil.rmtree(_folder(pack.snapshot), ignore_errors=True)
    _say(pack, PackState.FAILED, trouble=sentence[:300])


def _log(pack: Pack, error: Exception) -> None:
    """Say what broke and where in the code, never the message: it may quote personal data."""
    what, place = type(error).__name__, extract_tb(error.__traceback__)[-1]
    log.error("pack %s: %s at %s:%s", pack.snapshot.key, what, place.filename, place.lineno)


def _say(pack: Pack, state: PackState, **changes: Any) -> None:
    for name, value in {"state": state, **changes}.items():
        setattr(pack, name, value)
    pack.save(update_fields=["state", *changes])


def _parts(snapshot: Snapshot, now: datetime) -> Iterator[Part]:
    """Yield every part by the file that it leaves, in the order in which they are made."""
    said, folder = snapshot.said, _folder(snapshot)
    for one in said["measures"]:
        yield _rows_name(one), partial(_put_rows, folder, one)
    for one in said["evidence"]:
        if one["file"]:
            yield one["file"], partial(_put_document, folder, one)
    yield contents.ENTRIES, partial(_put_entries, snapshot, folder, said, now)
    yield "questionnaire.xlsx", partial(_put_spreadsheet, folder, said)
    yield "report.pdf", partial(_put_report, snapshot, folder, said)


def _put_rows(folder: Path, one: dict[str, Any]) -> None:
    frozen = measures.freeze(one["code"], one["period"], one["seals"])
    formula = counting.Formula(frozen.formula, list(frozen.question.columns))

    def counted() -> Iterator[tuple[Any, ...]]:
        for row in frozen.rows():
            formula.feed([row])
            yield row

    count = writer.put_rows(folder, _rows_name(one), counted())
    if (count, formula.number()) != (one["rows"], scoring.exact(one["number"], one["code"])):
        raise LakeMovedOn


def _put_document(folder: Path, one: dict[str, Any]) -> None:
    stored = Evidence.objects.select_related("file").get(key=one["key"]).file
    assert stored is not None
    writer.put(folder, one["file"], store.read(stored))


def _put_entries(snapshot: Snapshot, folder: Path, said: dict[str, Any], now: datetime) -> None:
    own = _own_seals(snapshot)
    wanted = sorted({*own, *_seals_in_rows(folder, said)})
    head = heads.cover(wanted[-1], now)
    if head is None:
        raise WaitsForHead
    statement = heads.statement_of(head)
    writer.put(folder, contents.HEAD, statement.as_json().encode())
    writer.put_entries(folder, ledger.texts(wanted), head.size, tree.walk())


def _own_seals(snapshot: Snapshot) -> list[int]:
    """Return the life of the assessment up to the snapshot. Raises WaitsForHead before its seal."""
    found = []
    for seq, name, text in ledger.seals_of(snapshot.assessment.ref):
        found.append(seq)
        if name == SnapshotTaken.name and facts.read(text)["payload"]["snapshot"] == snapshot.ref:
            return found
    raise WaitsForHead


def _seals_in_rows(folder: Path, said: dict[str, Any]) -> Iterator[int]:
    for one in said["measures"]:
        names = list(measures.freeze(one["code"], one["period"], one["seals"]).question.columns)
        if "seq" in names:
            with (folder / _rows_name(one)).open() as lines:
                yield from (json.loads(line)[names.index("seq")] for line in lines)


def _put_spreadsheet(folder: Path, said: dict[str, Any]) -> None:
    writer.put(folder, "questionnaire.xlsx", spreadsheet.write(said))


def _put_report(snapshot: Snapshot, folder: Path, said: dict[str, Any]) -> None:
    today, own = government.local_date(snapshot.taken_at), snapshot.assessment
    score = queries.score_of_snapshot(snapshot)
    earlier = [
        (one.period, found)
        for one, found in queries.history(own.instrument, today=today)
        if one.period < own.period
    ]
    where = government.current()
    subject = report.Subject(
        said=said,
        score=score,
        past=[*earlier, (own.period, score)],
        government=where.name,
        at=snapshot.taken_at,
        zone=ZoneInfo(where.zone),
    )
    writer.put(folder, "report.pdf", report.write(subject))


def _finish(pack: Pack, now: datetime) -> None:
    """Sign, verify as an assessor would, keep the file, and forget the workbench."""
    snapshot, folder = pack.snapshot, _folder(pack.snapshot)
    said = snapshot.said
    chain, handovers = keychain.our_chain(), shelf.handovers_in(Path(settings.HEADS_DIR))
    keys = {"first": chain[0].text, "handovers": [json.loads(one.as_json()) for one in handovers]}
    writer.put(folder, contents.KEYS, plain.write(keys))
    writer.put(folder, contents.SNAPSHOT, snapshot.statement.encode())
    writer.put_signature(folder, contents.SNAPSHOT_SIGNATURE, snapshot.signature)
    target = folder.with_suffix(".zip")
    writer.finish(folder, target, _origin(now), [_listed(one) for one in said["measures"]])
    verifier.verify(target, key=chain[-1].key)
    if target.stat().st_size > LARGEST:
        raise Misfit("Paket ini terlalu besar. Kurangi berkas bukti yang besar.")
    _keep(pack, target, now)
    target.unlink()
    shutil.rmtree(folder)


def _origin(now: datetime) -> writer.Origin:
    return writer.Origin(
        name=f"pendopo/{settings.GOVERNMENT}",
        zone=str(government.current().zone),
        made_at=facts.moment(now),
        key=keychain.signing_key(now),
    )


def _listed(one: dict[str, Any]) -> dict[str, Any]:
    """Return what the manifest says of a measure."""
    frozen = measures.freeze(one["code"], one["period"], one["seals"])
    table = {
        "event": frozen.event,
        "direct": dict(frozen.direct),
        "refs": frozen.refs,
        "defaults": frozen.defaults,
    }
    return {
        "code": one["code"],
        "file": _rows_name(one),
        "columns": [[name, kind.value] for name, kind in frozen.question.columns.items()],
        "rows": one["rows"],
        "formula": frozen.formula,
        "table": table if frozen.event else None,
    }


def _keep(pack: Pack, target: Path, now: datetime) -> None:
    snapshot = pack.snapshot
    stored = store.prepare(
        target.read_bytes(),
        name=f"paket-{snapshot.assessment.key}-{snapshot.key}.zip",
        media_type=store.ZIP,
        owner=system("evaluation").ref,
        subject=snapshot.ref,
        data_class=DataClass.DOCUMENT,
        now=now,
    )
    with transaction.atomic():
        stored.save(force_insert=True)
        _say(pack, PackState.READY, file=stored, ready_at=now, done=pack.total)


def _rows_name(one: dict[str, Any]) -> str:
    return f"measures/{one['code']}.ndjson"


def _folder(snapshot: Snapshot) -> Path:
    return queries.bench() / snapshot.key


@contextmanager
def _alone() -> Iterator[bool]:
    """Be the only one at the workbench; the lock ends with its holder."""
    bench = queries.bench()
    bench.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (bench / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
