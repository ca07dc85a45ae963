"""From rows to numbers, from numbers to values, from values to the index."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from pendopo.pack import contents, plain, scoring
from pendopo.pack.misfit import Misfit
from pendopo.pack.rows import Rows

_WHAT = contents.SNAPSHOT


def check(snapshot: Mapping[str, Any], counted: Sequence[Rows]) -> None:
    """Refuse a number that its rows do not give. Raises Misfit."""
    declared = _measures(snapshot)
    codes = [rows.measure.code for rows in counted]
    if sorted(codes) != sorted(declared):
        raise Misfit("Ukuran di dalam paket bukan ukuran yang disebut potret.")
    for rows in counted:
        said = declared[rows.measure.code]
        number = rows.formula.number()
        if number != scoring.exact(said.get("number"), f"Angka {rows.measure.code}"):
            raise Misfit(
                f"Angka {rows.measure.code} yang dihitung dari barisnya adalah {number}, "
                f"sedangkan potret menyatakan {said.get('number')}."
            )
        if rows.count != said.get("rows"):
            raise Misfit(f"Jumlah baris {rows.measure.code} tidak sama dengan yang dinyatakan.")
        decimals = plain.part(said, "decimals", int, _WHAT)
        if not 0 <= decimals <= 6 or scoring.rounded(number, decimals) != said.get("rounded"):
            raise Misfit(f"Angka {rows.measure.code} dibulatkan dengan cara lain.")


def check_index(snapshot: Mapping[str, Any]) -> None:
    """Refuse values that their measures do not give, and an index that its values do not.

    Raises Misfit.
    """
    declared = _measures(snapshot)
    for leaf in scoring.leaves(snapshot):
        if isinstance(measured := leaf.get("measured"), dict):
            _require_converted(leaf, measured, declared)
    scoring.check(snapshot)


def simulations(snapshot: Mapping[str, Any]) -> list[str]:
    """Return why the index is a simulation, and which measures are."""
    index = plain.part(snapshot, "index", dict, _WHAT)
    found = [str(reason) for reason in plain.part(index, "simulation", list, _WHAT)]
    for code, said in _measures(snapshot).items():
        if said.get("simulation"):
            found.append(f"Ukuran {code}: {said['simulation']}")
    return found


def not_of_entries(counted: Sequence[Rows]) -> list[str]:
    """Say which numbers rest on columns that the ledger's entries do not hold."""
    said = []
    for rows in counted:
        measure = rows.measure
        if not measure.event:
            said.append(f"Angka {measure.code} dihitung dari daftar keadaan, bukan dari catatan.")
        elif beside := sorted(rows.formula.used - set(measure.direct)):
            named = ", ".join(beside)
            said.append(f"Angka {measure.code} memakai kolom di luar catatannya: {named}.")
    return said


def left_to_people(snapshot: Mapping[str, Any]) -> list[str]:
    """Say how many values no computer can judge."""
    leaves = scoring.leaves(snapshot)
    judged = [leaf for leaf in leaves if leaf.get("value") and not leaf.get("measured")]
    if not judged:
        return []
    return [
        (
            f"{len(judged)} dari {len(leaves)} indikator dinilai dari dokumen atau oleh asesor; "
            "apakah buktinya cukup, hanya dapat dinilai dengan membacanya."
        )
    ]


def _measures(snapshot: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    listed = plain.objects(snapshot, "measures", _WHAT)
    return {plain.part(one, "code", str, _WHAT): one for one in listed}


def _require_converted(
    leaf: Mapping[str, Any], measured: Mapping[str, Any], declared: Mapping[str, Mapping[str, Any]]
) -> None:
    what = f"Nilai {leaf.get('code')}"
    source = declared.get(str(measured.get("measure")))
    if source is None:
        raise Misfit(f"{what} menyebut ukuran yang tidak ada di dalam paket.")
    ins, outs = (_edges(measured, name, what) for name in ("edges_in", "edges_out"))
    if len(ins) < 2 or len(ins) != len(outs) or sorted(set(ins)) != ins:
        raise Misfit(f"{what}: tabel konversinya tidak terbaca.")
    value = scoring.along(ins, outs, scoring.number(source.get("number"), what))
    if value != scoring.exact(leaf.get("value"), what):
        raise Misfit(f"{what} seharusnya {value} menurut ukurannya.")


def _edges(measured: Mapping[str, Any], name: str, what: str) -> list[Fraction]:
    return [scoring.number(edge, what) for edge in plain.part(measured, name, list, what)]
