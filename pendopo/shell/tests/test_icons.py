"""Icons exist, or the test says which one does not."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from PIL import Image

from pendopo.shell import emblem, icons, statuses, vendored
from pendopo.shell.management.commands import draw_icons

TEMPLATES = sorted((settings.BASE_DIR / "pendopo").rglob("templates/**/*.html"))
NAMED = re.compile(r'\{% icon "([a-z0-9-]+)"')


def test_an_unknown_icon_fails_clearly():
    with pytest.raises(icons.UnknownIcon, match=r"vendored\.py"):
        Template('{% icon "unicorn" %}').render(Context())


def test_every_icon_that_a_template_names_is_listed():
    named = {name for file in TEMPLATES for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert named
    assert named - vendored.ICONS == set()


@pytest.mark.parametrize("name", sorted(vendored.ICONS))
def test_every_listed_icon_draws_something(name):
    assert re.search(r"<(path|circle|rect|line)", icons.svg(name))


def test_an_icon_beside_a_word_is_silent_and_an_icon_alone_speaks():
    assert 'aria-hidden="true"' in icons.svg("home")
    assert 'role="img" aria-label="Beranda"' in icons.svg("home", "Beranda")


def test_a_label_cannot_break_out_of_its_attribute():
    assert "<b>" not in icons.svg("home", '"><b>')


def test_every_status_has_a_word_a_shape_and_a_tone():
    looks = [statuses.status(code) for code in statuses.STATUSES]
    assert all(look.word and look.icon in vendored.ICONS for look in looks)
    shapes = [look.icon for look in looks]
    assert len(set(shapes)) == len(shapes)


def test_an_unknown_status_fails_clearly():
    with pytest.raises(statuses.UnknownStatus, match="baru"):
        statuses.status("entah")


def test_the_committed_pictures_are_drawn_from_the_sign():
    for name, (size, ground, ink, margin) in draw_icons.PICTURES.items():
        drawn = emblem.draw(size, ground=ground, ink=ink, margin=margin).convert("L")
        with Image.open(draw_icons.FOLDER / name) as kept:
            assert kept.size == (size, size)
            middle = size // 2
            # Forty-eight levels: a palette of 16 colours rounds the soft edges.
            assert (
                abs(kept.convert("L").getpixel((middle, middle)) - drawn.getpixel((middle, middle)))
                < 48
            )
    svg = Path(draw_icons.FOLDER / "hall.svg").read_text(encoding="utf-8")
    assert svg == emblem.file_svg(draw_icons.INK)
