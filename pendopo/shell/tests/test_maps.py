"""Schematic cells, classes of values, imported boundaries."""

import json
import math
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from pendopo.shell import atlas, boundaries, government, maps, voronoi

CENTRES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=25, unique=True
).map(
    lambda points: [
        maps.Centre(f"c{i}", f"Kecamatan {i}", 99 + x / 100, 3 + y / 100)
        for i, (x, y) in enumerate(points)
    ]
)


@given(CENTRES)
def test_cells_share_the_outline_without_overlap(centres):
    sites = [(c.lon, c.lat) for c in centres]
    outline = voronoi.soft_outline(sites)
    cells = voronoi.cells(sites, outline)
    total = sum(voronoi.area(cell) for cell in cells)
    assert math.isclose(total, voronoi.area(outline), rel_tol=1e-6)


@given(CENTRES)
def test_every_district_gets_one_cell_inside_the_sheet(centres):
    sketch = maps.schematic(centres)
    assert [o.code for o in sketch.outlines] == [c.code for c in centres]
    for outline in sketch.outlines:
        for x, y in outline.rings[0]:
            assert -0.01 <= x <= sketch.width + 0.01
            assert -0.01 <= y <= sketch.height + 0.01


def test_north_is_up_and_east_is_right():
    sketch = maps.schematic(
        [maps.Centre("u", "Utara", 99.0, 3.5), maps.Centre("t", "Tenggara", 99.5, 3.0)]
    )
    (x_north, y_north), (x_south, y_south) = (o.label for o in sketch.outlines)
    assert y_north < y_south
    assert x_north < x_south


def test_two_centres_in_one_place_are_refused():
    twice = [maps.Centre("a", "A", 99.0, 3.0), maps.Centre("b", "B", 99.0, 3.0)]
    with pytest.raises(ValueError, match="own place"):
        maps.schematic(twice)


@given(st.lists(st.integers(0, 10**11).map(lambda cents: cents / 100), max_size=30))
def test_every_value_has_a_class_and_larger_values_no_smaller_one(values):
    bounds = maps.class_bounds(values)
    steps = [maps.step_of(value, bounds) for value in sorted(values)]
    assert steps == sorted(steps)
    assert all(0 <= step <= maps.STEPS for step in steps)
    assert all(
        (step == 0) == (value <= 0) for value, step in zip(sorted(values), steps, strict=True)
    )


def test_classes_have_round_bounds():
    assert maps.class_bounds([0, 222, 17]) == (50, 100, 150, 200, 250)
    assert maps.class_bounds([0, 0]) == ()


def test_the_legend_says_which_numbers_belong_to_a_class():
    drawn = maps.coloured(atlas.districts(), {"12.19.05": 12}, key="x", title="T", unit="u")
    assert drawn.legend[0] == (1, "1–3")
    assert {cell.code: cell.step for cell in drawn.cells}["12.19.05"] == 4


def test_a_map_without_any_value_has_no_legend():
    drawn = maps.coloured(atlas.districts(), {}, key="x", title="T", unit="u")
    assert drawn.legend == ()
    assert {cell.step for cell in drawn.cells} == {0}


def test_the_map_is_well_formed_and_has_its_table():
    drawn = maps.coloured(
        atlas.districts(),
        {"12.19.05": 12},
        key="masuk",
        title="Masuk & keluar",
        unit="permohonan",
        addresses={"12.19.05": "/kerja/?kecamatan=12.19.05"},
    )
    page = render_to_string("shell/components/map.html", {"map": drawn})
    root = ET.fromstring(page.replace("&ensp;", " "))
    assert len(root.findall(".//tbody/tr")) == 12
    assert root.find(".//{*}svg//{*}a").get("href") == "/kerja/?kecamatan=12.19.05"
    assert "skematis" in page
    assert "style=" not in page


def feature(code, ring, kind="Polygon", name="kode"):
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {name: code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def square(x, y, size=0.1):
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "bukan kumpulan"),
        ('{"features": 3}', "bukan kumpulan"),
        ("[" * 100_000, "bukan kumpulan"),
        (collection({"properties": {}, "geometry": {}}), "perlu kode"),
        (collection(feature("a", square(99, 3)), feature("a", square(99, 3))), "dua kali"),
        (collection(feature("b", square(99, 3))), "tidak ada: a"),
        (collection(feature("a", square(99, 3)), feature("b", square(99, 3))), "bukan bagian"),
        (collection(feature("a", square(3, 99))), "di luar Indonesia"),
        (collection(feature("a", square(99, 3)[:-1])), "tidak tertutup"),
        (collection(feature("a", [[99], [99], [99], [99]])), "bukan kumpulan"),
        (collection(feature("a", square(float("nan"), 3))), "di luar Indonesia"),
        (collection(feature("a", square(99, 3), kind="Point")), "bukan wilayah"),
    ],
)
def test_boundaries_that_cannot_be_used_are_refused_with_a_reason(text, part):
    with pytest.raises(boundaries.BadBoundaries) as refused:
        boundaries.read(text, frozenset({"a"}))
    assert part in refused.value.sentence


def test_a_long_coast_is_simplified_to_the_limit():
    coast = [
        [100 + math.cos(t / 4e3) + math.sin(t) / 900, 3 + math.sin(t / 4e3) + math.cos(t) / 900]
        for t in range(25_133)
    ]
    areas = boundaries.read(collection(feature("a", [*coast, coast[0]])), frozenset("a"))
    text = boundaries.write(areas, {"a": "A"})
    assert len(text) <= boundaries.MAX_OUTPUT
    (ring,) = boundaries.read(text, frozenset("a"))[0].rings
    assert ring[0] == ring[-1]
    assert math.isclose(voronoi.area(ring), math.pi, rel_tol=0.05)


@pytest.fixture
def place(settings, tmp_path):
    """Let this installation's package lie in a folder of its own."""
    source = government.folder() / government.MAIN
    settings.CONTENT_DIR = tmp_path
    government.folder().mkdir(parents=True)
    (government.folder() / government.MAIN).write_text(source.read_text())
    return government.folder()


def test_an_import_replaces_the_schematic_map_and_nothing_silently(place, tmp_path, capsys):
    codes = [district.code for district in government.current().districts]
    file = tmp_path / "batas.geojson"
    file.write_text(collection(*(feature(c, square(99 + i / 10, 3)) for i, c in enumerate(codes))))
    assert atlas.districts().is_schematic
    call_command("boundaries", "import", str(file))
    assert not atlas.districts().is_schematic
    assert government.current().version == 2
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("boundaries", "import", str(file))


def test_a_refused_import_leaves_everything_as_it_was(place, tmp_path):
    file = tmp_path / "batas.geojson"
    file.write_text(collection(feature("99.99.99", square(99, 3))))
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("boundaries", "import", str(file))
    assert government.current().version == 1
    assert not (place / government.BOUNDARIES).exists()


def test_the_shipped_government_has_twelve_districts():
    found = government.current()
    assert (found.name, found.zone_label, len(found.districts)) == (
        "Kabupaten Batu Bara",
        "WIB",
        12,
    )
    assert found.district("12.19.05").name == "Talawi"
    assert found.district("99.99.99") is None


def test_small_counts_have_whole_classes_and_small_shares_do_not():
    assert maps.class_bounds([0, 1]) == (1, 2, 3, 4, 5)
    assert maps.class_bounds([0.5, 1]) == pytest.approx((0.2, 0.4, 0.6, 0.8, 1))
