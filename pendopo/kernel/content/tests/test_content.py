"""Content packages: what is refused names its place; what is loaded never changes."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel import steady
from pendopo.kernel.content import checking, library, reading
from pendopo.kernel.content.kinds import Kind
from pendopo.kernel.content.models import ContentIsImmutable, Version
from pendopo.kernel.content.schema import Package

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)


class Recipe(Package):
    steps: list[str]


def refuse_empty(data: Package, files):
    assert isinstance(data, Recipe)
    if not data.steps:
        yield "Resep tanpa langkah."


KIND = Kind("recipes", Recipe, "recipe.yaml", ("*.typ",), refuse_empty)
GOOD = "code: sambal\nversion: 1\neffective_from: 2026-01-01\ntitle: Sambal\nsteps: [ulek]\n"


@pytest.fixture
def known(monkeypatch):
    from pendopo.kernel.content import kinds

    monkeypatch.setitem(kinds._kinds, "recipes", KIND)


def problems_of(text, code="sambal", **files):
    with pytest.raises(checking.BrokenPackage) as caught:
        checking.check(KIND, code, {"recipe.yaml": text, **files})
    return [str(problem) for problem in caught.value.problems]


def test_a_good_package_is_accepted():
    assert checking.check(KIND, "sambal", {"recipe.yaml": GOOD}).data.title == "Sambal"


def test_a_missing_key_names_file_and_line():
    [problem] = problems_of(GOOD.replace("steps: [ulek]\n", ""))
    assert problem == "sambal/recipe.yaml:1: “steps” wajib diisi."


def test_a_wrong_value_names_its_own_line():
    [problem] = problems_of(GOOD.replace("version: 1", "version: satu"))
    assert problem.startswith("sambal/recipe.yaml:2: “version” harus angka bulat")


def test_an_unknown_key_is_refused():
    assert problems_of(GOOD + "rasa: pedas\n") == ["sambal/recipe.yaml:6: “rasa” tidak dikenal."]


def test_a_doubled_key_is_refused():
    assert "ditulis dua kali" in problems_of(GOOD + "title: Lain\n")[0]


def test_code_must_equal_the_folder():
    assert "nama folder" in problems_of(GOOD, code="rendang")[0]


def test_the_kind_can_look_at_the_whole():
    assert problems_of(GOOD.replace("[ulek]", "[]")) == [
        "sambal/recipe.yaml:1: Resep tanpa langkah."
    ]


def test_aliases_are_refused_before_they_unfold():
    bomb = "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n"
    assert "Jangkar" in problems_of(bomb)[0]


def test_a_deep_pit_is_refused():
    assert "terlalu dalam" in problems_of("a: " + "[" * 5000 + "]" * 5000)[0]


def test_a_huge_file_is_refused():
    assert "lebih besar" in problems_of("a: " + "x" * reading.MAX_BYTES)[0]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_line(text):
    try:
        lines = reading.read("f.yaml", text).lines.values()
    except reading.Unreadable as error:
        lines = [error.problem.line]
    assert min(lines) >= 1


def write(root, text, **files):
    folder = root / "recipes" / "sambal"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.yaml").write_text(text)
    for name, content in files.items():
        (folder / name).write_text(content)


@pytest.mark.django_db
def test_loading_twice_changes_nothing(known, tmp_path):
    write(tmp_path, GOOD)
    assert [new for _, new in library.load_folder(tmp_path, now=NOW)] == [True]
    assert [new for _, new in library.load_folder(tmp_path, now=NOW)] == [False]


@pytest.mark.django_db
def test_a_changed_package_needs_a_new_version(known, tmp_path):
    write(tmp_path, GOOD)
    list(library.load_folder(tmp_path, now=NOW))
    write(tmp_path, GOOD.replace("ulek", "blender"))
    with pytest.raises(library.VersionTaken, match="Naikkan nomor versinya"):
        list(library.load_folder(tmp_path, now=NOW))
    assert library.current("recipes", "sambal", on=date(2026, 2, 1)).data.steps == ["ulek"]


@pytest.mark.django_db
def test_the_version_in_force_on_a_day_is_found(known, tmp_path):
    write(tmp_path, GOOD)
    list(library.load_folder(tmp_path, now=NOW))
    newer = GOOD.replace("version: 1", "version: 2").replace("2026-01-01", "2026-07-01")
    write(tmp_path, newer)
    list(library.load_folder(tmp_path, now=NOW))
    assert library.current("recipes", "sambal", on=date(2026, 6, 30)).version == 1
    assert library.current("recipes", "sambal", on=date(2026, 7, 1)).version == 2
    assert [v.version for v in library.versions("recipes", on=date(2026, 8, 1))] == [2]
    with pytest.raises(library.NoSuchContent):
        library.current("recipes", "sambal", on=date(2025, 12, 31))


@pytest.mark.django_db
def test_versions_are_read_once_until_another_is_loaded(known, tmp_path, django_assert_num_queries):
    write(tmp_path, GOOD)
    list(library.load_folder(tmp_path, now=NOW))
    first = library.current("recipes", "sambal", on=date(2026, 8, 1))
    with django_assert_num_queries(1):
        assert library.current("recipes", "sambal", on=date(2026, 8, 1)) is first
    write(tmp_path, GOOD.replace("version: 1", "version: 2"))
    list(library.load_folder(tmp_path, now=NOW))
    assert library.current("recipes", "sambal", on=date(2026, 8, 1)).version == 2


@pytest.mark.django_db
def test_a_version_is_found_by_its_row_also_where_the_request_looked_too_early(
    known, tmp_path, django_assert_num_queries
):
    write(tmp_path, GOOD)
    ((first, _),) = library.load_folder(tmp_path, now=NOW)
    with steady.hold():
        assert library.by_id("recipes", first.pk) == first
        with django_assert_num_queries(0):
            assert library.by_id("recipes", first.pk).version == 1
        write(tmp_path, GOOD.replace("version: 1", "version: 2"))
        with steady.hold():  # as another process would
            ((second, _),) = library.load_folder(tmp_path, now=NOW)
        assert library.by_id("recipes", second.pk) == second


@pytest.mark.django_db(transaction=True)
def test_a_load_that_was_rolled_back_is_forgotten(known, tmp_path):
    write(tmp_path, GOOD)
    with transaction.atomic():
        list(library.load_folder(tmp_path, now=NOW))
        assert library.current("recipes", "sambal", on=date(2026, 8, 1)).version == 1
        transaction.set_rollback(True)
    with pytest.raises(library.NoSuchContent):
        library.current("recipes", "sambal", on=date(2026, 8, 1))


@pytest.mark.django_db
def test_one_broken_package_stops_the_whole_load(known, tmp_path):
    write(tmp_path, GOOD)
    other = tmp_path / "recipes" / "rendang"
    other.mkdir()
    (other / "recipe.yaml").write_text("code: rendang\n")
    with pytest.raises(checking.BrokenPackage):
        list(library.load_folder(tmp_path, now=NOW))
    assert not Version.objects.exists()


def test_an_unknown_file_or_kind_is_refused(known, tmp_path):
    write(tmp_path, GOOD, **{"script.py": "print(1)"})
    with pytest.raises(checking.BrokenPackage, match="tidak dikenal"):
        library.check_folder(tmp_path)


@pytest.mark.django_db
def test_a_loaded_version_cannot_be_changed(known, tmp_path):
    write(tmp_path, GOOD)
    [(version, _)] = library.load_folder(tmp_path, now=NOW)
    version.title = "Lain"
    with pytest.raises(ContentIsImmutable):
        version.save()
    with pytest.raises(ContentIsImmutable):
        version.delete()
