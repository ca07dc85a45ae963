"""Measures: every number is a list of records first, and a sum over exactly those records.

    measures.value("permohonan-selesai-tepat-waktu", "2026-Q2", breakdown="district").value
    measures.rows("permohonan-selesai-tepat-waktu", "2026-Q2", page=1)

A measure is content (schema.py). Its SQL is held to a closed grammar (checking.py), translated for
the engine (translating.py), run behind a fence (engine.py), and kept (keeping.py). What reads SQL is
reached through reading.py only.
"""

from pendopo.kernel.lake.measures.evidence import BadFilter, Page
from pendopo.kernel.lake.measures.keeping import (
    KIND,
    NoSuchBreakdown,
    NoSuchMeasure,
    all_measures,
    fresh,
    kept,
    kept_trend,
    lived,
    measure,
    rows,
    stream,
    trend,
    value,
    values,
    values_of,
)
from pendopo.kernel.lake.measures.measured import Group, Measured
from pendopo.kernel.lake.measures.publishing import Published, open_measures, published
from pendopo.kernel.lake.measures.reading import freeze, translate
from pendopo.kernel.lake.measures.refreshing import refresh
from pendopo.kernel.lake.measures.shelves import take

__all__ = [
    "KIND",
    "BadFilter",
    "Group",
    "Measured",
    "NoSuchBreakdown",
    "NoSuchMeasure",
    "Page",
    "Published",
    "all_measures",
    "freeze",
    "fresh",
    "kept",
    "kept_trend",
    "lived",
    "measure",
    "open_measures",
    "published",
    "refresh",
    "rows",
    "stream",
    "take",
    "translate",
    "trend",
    "value",
    "values",
    "values_of",
]
