"""Content packages of somebody who means harm, through the door that everybody's packages take.

Each is refused with file, line and a sentence, within seconds and without much memory, and nothing
of the folder is loaded: neither the hostile package nor the good one beside it.
"""

import io
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pendopo.kernel import periods
from pendopo.kernel.content import checking, library, reading
from pendopo.kernel.content.kinds import kind_of
from pendopo.kernel.content.models import Version
from pendopo.kernel.lake.measures import translating

pytestmark = pytest.mark.django_db

SECONDS = 20.0
"""Far more than any of them takes; what is not bounded takes for ever."""
MEMORY = 256 * 1024**2

HEAD = """code: {code}
version: 1
effective_from: 2026-01-01
title: Percobaan
unit: count
definition: Banyaknya permohonan.
period: month
source: {{text: hitungan, confidence: official}}
"""
ROWS = "SELECT entry_id, seq, agency FROM cases_case_submitted WHERE occurred_on BETWEEN :start AND :end"
ONE = "SELECT entry_id, seq, agency FROM cases_case_submitted"


def measure(code: str, rows: str = ROWS, value: str = "COUNT(*)") -> str:
    quoted = [line or " " for line in rows.splitlines()]
    return HEAD.format(code=code) + "rows: |\n  " + "\n  ".join(quoted) + f"\nvalue: |\n  {value}\n"


def put(root: Path, text: str | bytes, code: str = "hostile") -> Path:
    folder = root / "measures" / code
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "measure.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, measure("aaa-good"), "aaa-good")
    return tmp_path


def refused(root: Path) -> str:
    """Load the folder; return what was said, after nothing was loaded."""
    said, began, before = io.StringIO(), time.process_time(), _peak()
    with pytest.raises(CommandError):
        call_command("content", "load", str(root), stderr=said)
    assert time.process_time() - began < SECONDS
    assert _peak() - before < MEMORY
    assert not Version.objects.exists()
    text = said.getvalue()
    assert "Traceback" not in text
    return text


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_the_good_package_alone_is_loaded(root: Path) -> None:
    call_command("content", "load", str(root), stdout=io.StringIO())
    assert [version.code for version in Version.objects.all()] == ["aaa-good"]


SQL = [
    "SELECT entry_id, seq FROM read_csv('/etc/passwd')",
    "SELECT entry_id, seq FROM read_parquet('/etc/passwd')",
    "SELECT entry_id, seq FROM read_text('/etc/passwd')",
    "SELECT entry_id, seq FROM '/etc/passwd'",
    'SELECT entry_id, seq FROM "/var/lib/pendopo/lake/x.parquet"',
    "SELECT entry_id, seq FROM glob('/*')",
    "SELECT entry_id, seq FROM range(1000000000000)",
    "SELECT entry_id, seq FROM duckdb_settings()",
    "SELECT entry_id, seq FROM information_schema.tables",
    "SELECT entry_id, seq FROM main.cases_case_submitted",
    "SELECT entry_id, seq FROM sqlite_master",
    f"{ONE} WHERE agency = getenv('HOME')",
    f"{ONE} WHERE agency IN (SELECT content FROM read_text('/etc/passwd'))",
    "ATTACH '/tmp/x.db' AS x",
    "COPY cases_case_submitted TO '/tmp/x.csv'",
    "EXPORT DATABASE '/tmp/x'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "SET memory_limit = '900GB'",
    "CALL pragma_version()",
    "CREATE TABLE x AS SELECT 1",
    "DROP TABLE cases_case_submitted",
    f"{ONE}; SELECT 1",
    f"{ONE}; COPY cases_case_submitted TO '/tmp/x.csv'",
    f"{ONE} -- a comment\n; DROP TABLE cases_case_submitted",
    f"{ONE} /* hidden */ UNION ALL SELECT content, 1, '' FROM read_text('/etc/passwd')",
    "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT n FROM t",
    "WITH t AS (SELECT entry_id, seq FROM cases_case_submitted) SELECT entry_id, seq FROM t",
    "SELECT a.entry_id, a.seq FROM cases_case_submitted AS a, cases_case_closed AS b",
    "SELECT a.entry_id, a.seq FROM cases_case_submitted AS a CROSS JOIN cases_case_closed AS b",
    "SELECT a.entry_id, a.seq FROM cases_case_submitted AS a JOIN cases_case_closed AS b ON 1 = 1",
    (
        "SELECT a.entry_id, a.seq FROM cases_case_submitted AS a"
        " JOIN cases_case_closed AS b ON b.seq < a.seq"
    ),
    "SELECT a.entry_id, a.seq FROM cases_case_submitted AS a LEFT JOIN LATERAL (SELECT 1) AS b ON 1",
    f"{ONE} ORDER BY seq",
    f"{ONE} LIMIT 1",
    f"{ONE} QUALIFY row_number() OVER () = 1",
    f"{ONE} TABLESAMPLE 10 PERCENT",
    f"{ONE} FOR UPDATE",
    "SELECT entry_id, seq, repeat(agency, 1000000000) AS x FROM cases_case_submitted",
    "SELECT entry_id, seq, list(agency) AS x FROM cases_case_submitted",
    "SELECT entry_id, seq, agency::BLOB AS x FROM cases_case_submitted",
    "SELECT DISTINCT entry_id, seq FROM cases_case_submitted",
    "SELECT * FROM cases_case_submitted",
    "SELECT COLUMNS('.*') FROM cases_case_submitted",
    # A look-alike letter (Cyrillic), a zero-width space, a full-width quote, a null.
    "SELECT entry_id, seq FROM c\u0430ses_case_submitted",
    "SELECT entry_id, seq FROM cases_case_submitted\u200b",
    "SELECT entry_id, seq FROM cases_case_submitted WHERE agency = \uff07x\uff07",
    "SELECT entry_id, seq FROM cases_case_submitted WHERE agency = '\u2028' || U&'\\0041'",
    # Large and deep.
    f"{ONE} WHERE seq IN ({', '.join(map(str, range(900)))})",
    f"{ONE} WHERE {'(' * 500}seq = 1{')' * 500}",
    f"{ONE} WHERE {'NOT ' * 900}(seq = 1)",
    f"{ONE} WHERE seq = {'- ' * 900}1",
    f"{ONE} WHERE seq = 1{' + 1' * 800}",
    f"{ONE} WHERE {'CASE WHEN seq = 1 THEN ' * 90}seq = 1{' END' * 90}",
    (
        f"{ONE} WHERE seq = (SELECT MAX(seq) FROM cases_case_submitted WHERE seq = (SELECT MAX(seq)"
        " FROM cases_case_submitted WHERE seq = (SELECT MAX(seq) FROM cases_case_submitted)))"
    ),
    f"{ONE} WHERE agency = '{'x' * 5000}'",
    "'" * 3999,
    "\\" * 3999,
    "$$" + "x" * 100,
]


@pytest.mark.parametrize("rows", SQL, ids=range(len(SQL)))
def test_sql_that_is_no_measure_is_refused_with_its_place(root: Path, rows: str) -> None:
    put(root, measure("hostile", rows))
    said = refused(root)
    assert "measures/hostile/measure.yaml:" in said


@pytest.mark.parametrize(
    "value",
    [
        "COUNT(*) FROM read_text('/etc/passwd')",
        "(SELECT COUNT(*) FROM cases_case_closed)",
        "COUNT(*); DROP TABLE x",
        "getenv('HOME')",
        "SUM(seq) OVER ()",
        "1e999999999 * COUNT(*)",
        "COUNT(*) / 1e-999999999",
        "COUNT(*)" + " * 99999999999" * 60,
        "COUNT(*) * " + "9" * 400,
        "- " * 390 + "COUNT(*)",
        "COUNT(*) + " * 90 + "getenv('HOME')",
        "(" * 200 + "COUNT(*)" + ")" * 200,
    ],
)
def test_a_value_that_is_no_sum_is_refused(root: Path, value: str) -> None:
    put(root, measure("hostile", value=value))
    assert "measures/hostile/measure.yaml:" in refused(root)


def _laughs() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{n}: &{n} [{', '.join(f'*{m}' for _ in range(9))}]"
        for m, n in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return "\n".join(lines)


GOOD = measure("hostile")


@pytest.mark.parametrize(
    "rows",
    [
        "SELECT /*+ BROADCAST(x) */ entry_id, seq, agency FROM cases_case_submitted",
        f"{ONE} -- ; DROP TABLE cases_case_submitted",
        f"{ONE} /* UNION SELECT content FROM read_text('/etc/passwd') */",
    ],
)
def test_what_stands_in_a_comment_never_reaches_the_engine(rows: str) -> None:
    package = measure("hostile", rows)
    checked = checking.check(kind_of("measures"), "hostile", {"measure.yaml": package})
    sql = translating.translate(checked.data, periods.read("2026-06"), "duckdb")
    assert not [word for word in ("BROADCAST", "DROP", "passwd") if word in sql]


YAML: dict[str, Callable[[], str | bytes]] = {
    "alias expansion": _laughs,
    "an anchor alone": lambda: GOOD.replace("title: ", "title: &x "),
    "a merge key": lambda: GOOD + "<<: {code: other}\n",
    "nested lists": lambda: "code: " + "[" * 100_000,
    "nested mappings": lambda: "code: " + "{a: " * 50_000,
    "nested by indent": lambda: "\n".join(" " * n + "a:" for n in range(400)),
    "a huge scalar": lambda: "title: " + "x" * 20_000_000,
    "a huge number": lambda: GOOD.replace("version: 1", "version: " + "9" * 200_000),
    "a large number": lambda: GOOD.replace("version: 1", "version: 99999999999999"),
    "a doubled key": lambda: GOOD + "title: Lain\n",
    "a python object": lambda: GOOD + "target: !!python/object/apply:os.system ['touch /tmp/x']\n",
    "a python name": lambda: GOOD + "target: !!python/name:os.system ''\n",
    "a python tuple": lambda: GOOD + "breakdowns: !!python/tuple [agency]\n",
    "a tag of one's own": lambda: GOOD + "breakdowns: !mine [agency]\n",
    "binary": lambda: GOOD + "target: !!binary AAAA\n",
    "not a number": lambda: GOOD + "target: .nan\n",
    "endless": lambda: GOOD + "target: .inf\n",
    "a number as text": lambda: GOOD + "target: 'NaN'\n",
    "an endless number as text": lambda: GOOD + "target: '-Infinity'\n",
    "an exponent": lambda: GOOD + "target: 1.0e+999999\n",
    "an exponent as text": lambda: GOOD + "target: '1e999999999'\n",
    "a small exponent as text": lambda: GOOD + "target: '1e-999999999'\n",
    "a long zero": lambda: GOOD + "target: '0e999999999'\n",
    "a day that is none": lambda: GOOD.replace("2026-01-01", "2026-13-45"),
    "two documents": lambda: GOOD + "---\n" + GOOD,
    "no mapping": lambda: "- 1\n- 2\n",
    "nothing": lambda: "",
    "comments only": lambda: "# nothing\n" * 20_000,
    "many keys": lambda: "\n".join(f"k{n}: 1" for n in range(25_000)),
    "no text": lambda: b"\xff\xfe\x00\x01",
    "a null": lambda: GOOD.replace("Percobaan", "Per\x00cobaan"),
    "a control character": lambda: GOOD.replace("Percobaan", "Per\x1b[31mcobaan"),
    "tabs": lambda: "code:\n\t- a\n",
    "a long line": lambda: "a" * 200_000,
    "many quotes": lambda: "title: '" + "''" * 100_000,
    "many breakdowns": lambda: GOOD + f"breakdowns: [{', '.join(f'b{n}' for n in range(5000))}]\n",
}  # fmt: skip


@pytest.mark.parametrize("name", YAML)
def test_yaml_that_would_hurt_is_refused_with_its_line(root: Path, name: str) -> None:
    put(root, YAML[name]())
    assert "hostile/measure.yaml:" in refused(root)
    assert not Path("/tmp/x").exists()


# Files and folders


def test_a_huge_file_is_not_read_whole(root: Path) -> None:
    folder = put(root, GOOD)
    with (folder / "measure.yaml").open("wb") as file:
        file.truncate(20 * 1024**3)
    assert "lebih besar" in refused(root)


def test_a_folder_of_a_hundred_thousand_files_is_left_after_a_few(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(root, GOOD)
    for number in range(checking.MAX_FILES + 2):
        (folder / f"{number}.yaml").touch()
    looked: list[str] = []

    def endless(place: Path) -> object:
        for number in range(100_000):
            looked.append(str(number))
            yield str(place), [], [f"{number}.yaml"]

    monkeypatch.setattr(os, "walk", endless)
    with pytest.raises(checking.BrokenPackage):
        checking.read_folder(folder, kind_of("measures"))
    assert len(looked) <= checking.MAX_FILES + 1


def test_many_packages_are_not_walked_for_ever(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "MOST_FOLDERS", 3)
    for number in range(5):
        (root / "measures" / f"p{number}").mkdir()
    assert "Ada 3 paket atau lebih" in refused(root)


def test_links_lead_nowhere(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    put(outside, measure("hostile"))
    for place, target in (
        (root / "measures" / "hostile", outside / "measures" / "hostile"),
        (root / "letters", outside / "measures"),
    ):
        place.symlink_to(target)
        refused(root)
        place.unlink()
    folder = put(root, GOOD)
    (folder / "measure.yaml").unlink()
    (folder / "measure.yaml").symlink_to("/etc/passwd")
    assert "root:" not in refused(root)
    (folder / "measure.yaml").unlink()
    put(root, GOOD)
    (folder / "more").symlink_to("/etc")
    assert "tidak dikenal" in refused(root)


def test_a_pipe_or_a_stray_file_is_refused_and_not_waited_for(root: Path) -> None:
    folder = put(root, GOOD)
    os.mkfifo(folder / "more.yaml")
    assert "tidak dikenal" in refused(root)
    (folder / "more.yaml").unlink()
    (folder / "measure.yaml").unlink()
    os.mkfifo(folder / "measure.yaml")
    assert "tidak dikenal" in refused(root)


@pytest.mark.parametrize(
    "name",
    [
        "..hostile",
        "HOSTILE",
        "a b",
        "hostile\nmeasures",
        "\x1b[2Jhostile",
        "%2e%2e",
        "x" * 200,
        "-rf",
    ],
)
def test_a_package_is_called_as_its_folder(root: Path, name: str) -> None:
    put(root, GOOD, name)
    said = refused(root)
    assert "\x1b" not in said
    assert "harus sama dengan nama folder" in said
    assert said.count("\n") == 1


def test_a_huge_tree_of_indicators_is_refused(root: Path) -> None:
    folder = root / "instruments" / "hostile"
    folder.mkdir(parents=True)
    leaf = "    - {code: A%d, title: Satu, weight: 1}\n"
    text = "code: hostile\nnodes:\n" + "".join(leaf % number for number in range(6_000))
    (folder / "instrument.yaml").write_text(text)
    said = refused(root)
    assert f"{reading.MAX_BYTES // 1024} kB" in said or f"{reading.MAX_NODES} isian" in said
