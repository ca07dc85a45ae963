"""The index once more from a snapshot: exact fractions, shares, means, bands, half-up at the edge."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from pendopo.kernel import rounding
from pendopo.pack import plain
from pendopo.pack.misfit import Misfit

MOST_DECIMALS = 4
DEEPEST = 12
_WHAT = "snapshot.json"


def exact(text: object, what: str) -> Fraction | None:
    """Return an exact number "433/180" or "2.6", None for null. Raises Misfit."""
    if text is None:
        return None
    try:
        if not isinstance(text, str) or len(text) > 400 or "e" in text.lower():
            raise ValueError
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise Misfit(f"{what} bukan angka yang dapat dibaca.") from error


def number(text: object, what: str) -> Fraction:
    """Return an exact number that must be there. Raises Misfit."""
    found = exact(text, what)
    if found is None:
        raise Misfit(f"{what} tidak ada.")
    return found


def check(snapshot: Mapping[str, Any]) -> None:
    """Compute the index of a snapshot and compare it with the one it declares. Raises Misfit."""
    instrument = plain.part(snapshot, "instrument", dict, _WHAT)
    declared = plain.part(snapshot, "index", dict, _WHAT)
    mean = _mean(instrument, plain.objects(snapshot, "tree", _WHAT), 0)
    times = number(plain.part(instrument, "times", str, _WHAT), "Pengali skala")
    index = None if mean is None else mean * times
    if index != exact(declared.get("exact"), "Indeks"):
        raise Misfit(
            f"Indeks yang dihitung dari nilai dan bobotnya adalah {_say(index)}, "
            f"sedangkan paket menyatakan {declared.get('exact')}."
        )
    if index is None:
        return
    band = _band(instrument, index)
    if band != declared.get("band"):
        raise Misfit(f"Predikat yang seharusnya adalah {band}, bukan {declared.get('band')}.")
    if (said := _shown(instrument, index)) != declared.get("rounded"):
        raise Misfit(f"Indeks yang dibulatkan seharusnya {said}, bukan {declared.get('rounded')}.")


def leaves(snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the indicators of a snapshot in the order of the questionnaire."""
    return list(_leaves(plain.objects(snapshot, "tree", _WHAT), 0))


def along(edges_in: Sequence[Fraction], edges_out: Sequence[Fraction], value: Fraction) -> Fraction:
    """Return what straight lines between pairs of edges make of a number; beyond them, the edge."""
    inside = min(max(value, edges_in[0]), edges_in[-1])
    for place in range(len(edges_in) - 1):
        low, high = edges_in[place : place + 2]
        first, last = edges_out[place : place + 2]
        if low <= inside <= high:
            return first + (inside - low) / (high - low) * (last - first)
    raise Misfit("Tabel konversi sebuah indikator tidak naik.")


def _leaves(nodes: Sequence[dict[str, Any]], depth: int) -> list[dict[str, Any]]:
    found = []
    for node in nodes:
        below = _children(node, depth)
        found += _leaves(below, depth + 1) if below else [node]
    return found


def _children(node: Mapping[str, Any], depth: int) -> list[dict[str, Any]]:
    if depth > DEEPEST:
        raise Misfit("Pohon indikator bersusun terlalu dalam.")
    return plain.objects(node, "children", _WHAT)


def _mean(
    instrument: Mapping[str, Any], nodes: Sequence[dict[str, Any]], depth: int
) -> Fraction | None:
    """Return the mean of what applies; None where nothing does or a value is missing."""
    total = weights = Fraction()
    for node, share in zip(nodes, _shares(nodes), strict=True):
        if not _applies(node, depth):
            continue
        value = _value(instrument, node, depth)
        if value is None:
            return None
        total, weights = total + share * value, weights + share
    return total / weights if weights else None


def _value(instrument: Mapping[str, Any], node: Mapping[str, Any], depth: int) -> Fraction | None:
    if below := _children(node, depth):
        return _mean(instrument, below, depth + 1)
    given = exact(node.get("value"), f"Nilai {node.get('code')}")
    low, high = (number(instrument.get(edge), "Batas skala") for edge in ("lowest", "highest"))
    if given is None:
        return low if instrument.get("missing") == "lowest" else None
    if not low <= given <= high:
        raise Misfit(f"Nilai {node.get('code')} berada di luar skala instrumen.")
    return given


def _applies(node: Mapping[str, Any], depth: int) -> bool:
    if below := _children(node, depth):
        return any(_applies(child, depth + 1) for child in below)
    return bool(plain.part(node, "applies", bool, _WHAT))


def _shares(nodes: Sequence[Mapping[str, Any]]) -> list[Fraction]:
    """Return each sibling's part of its parent; without known weights they share alike."""
    known = [
        number(node["weight"], f"Bobot {node.get('code')}")
        for node in nodes
        if node.get("weight") not in {"equal", "unknown"}
    ]
    if known and (len(known) < len(nodes) or min(known) <= 0):
        raise Misfit("Bobot indikator yang bersaudara tidak lengkap.")
    if not known:
        return [Fraction(1, len(nodes))] * len(nodes)
    return [weight / sum(known) for weight in known]


def _band(instrument: Mapping[str, Any], index: Fraction) -> str:
    bands = plain.objects(instrument, "bands", _WHAT)
    if not bands:
        raise Misfit("Instrumen tidak memuat predikat.")
    value = index
    if instrument.get("classify") == "rounded":
        value = Fraction(rounding.half_up(index, _decimals(instrument)))
    earned = [one for one in bands if value >= number(one.get("lowest"), "Batas predikat")]
    return str((earned or bands[:1])[-1].get("name"))


def _shown(instrument: Mapping[str, Any], index: Fraction) -> str:
    """Return the index as it is written, with more decimals where rounding would flatter it."""
    decimals, band = _decimals(instrument), _band(instrument, index)
    while decimals < MOST_DECIMALS:
        if _band(instrument, Fraction(rounding.half_up(index, decimals))) == band:
            break
        decimals += 1
    return f"{rounding.half_up(index, decimals):f}"


def _decimals(instrument: Mapping[str, Any]) -> int:
    found = plain.part(instrument, "decimals", int, _WHAT)
    if not 0 <= found <= MOST_DECIMALS:
        raise Misfit("Jumlah desimal instrumen tidak mungkin.")
    return int(found)


def _say(index: Fraction | None) -> str:
    return "kosong" if index is None else str(index)


def rounded(value: Fraction | None, decimals: int) -> str | None:
    """Return a number as it is written, half up."""
    try:
        return None if value is None else f"{rounding.half_up(value, decimals):f}"
    except (InvalidOperation, ValueError) as error:
        raise Misfit("Angka ini tidak dapat dibulatkan.") from error


def decimal(value: Decimal | None) -> str | None:
    """Return a decimal as packs write it, without an exponent."""
    return None if value is None else f"{value:f}"
