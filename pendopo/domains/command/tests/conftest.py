"""The shipped boards and alerts, a lake of its own, and figures that a test offers."""

from pathlib import Path

import pytest
import time_machine
from django.conf import settings as project
from django.contrib.messages.storage.cookie import CookieStorage

from pendopo.domains.command import hooks as command_hooks
from pendopo.kernel import hooks
from pendopo.kernel.actor import ANONYMOUS, Actor, Frame, Grant
from pendopo.kernel.content import checking, kind_of, library
from pendopo.kernel.hooks import Figure

HEAD = Actor(
    ref="person:bupati",
    name="Bupati",
    person_id=1,
    frame=Frame.OFFICER,
    grants=frozenset({Grant("command.view", "/")}),
    strong=True,
)


@pytest.fixture(autouse=True)
def _own_lake(tmp_path, settings) -> None:
    settings.LAKE_DIR = tmp_path / "lake"
    command_hooks._looked.clear()


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def shipped(db, now) -> None:
    """Load the shipped boards, alerts, measures and roles."""
    for kind in ("panels", "alerts", "measures", "roles", "notices"):
        for folder in sorted((Path(project.CONTENT_DIR) / kind).iterdir()):
            load(kind, folder, now)


def load(kind: str, folder: Path, now) -> None:
    found = kind_of(kind)
    library.load(checking.check(found, folder.name, checking.read_folder(folder, found)), now=now)


@pytest.fixture
def figures(monkeypatch):
    """Let exactly these figures be offered."""

    def offer(*found):
        hook = hooks.Hook()
        hook.fill(lambda actor, since, until: found)
        monkeypatch.setattr(hooks, "figures", hook)

    offer()
    return offer


@pytest.fixture
def ask(rf):
    """Return a function that asks a view as somebody."""

    def call(view, actor=ANONYMOUS, address="/", *, data=None, headers=None, **words):
        request = rf.get(address) if data is None else rf.post(address, data)
        request.META.update({f"HTTP_{key}": value for key, value in (headers or {}).items()})
        request.actor = actor
        request._messages = CookieStorage(request)
        return view(request, **words)

    return call


def late(value, parts=()):
    return Figure(
        code="cases.late.agency",
        label="Terlambat sekarang",
        unit="permohonan",
        value=value,
        address="/kerja/?tab=terlambat",
        parts=parts,
        part_name="unit",
    )


def came_in(value):
    return Figure(
        code="cases.in.district",
        label="Permohonan masuk",
        unit="permohonan",
        value=value,
        address="/kerja/",
        parts=(("12.19.05", value),),
        part_name="kecamatan",
    )
