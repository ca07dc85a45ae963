"""Measures: every number is a list of records first, and a sum over exactly those records.

    measures.value("permohonan-selesai-tepat-waktu", "2026-Q2", breakdown="district").value
    measures.rows("permohonan-selesai-tepat-waktu", "2026-Q2", page=1)

A measure is content (schema.py). Its SQL is held to a closed grammar (checking.py), translated for
the engine (translating.py), run behind a fence (engine.py), and kept (keeping.py).
"""

from pendopo.kernel.lake.measures.freezing import Frozen, freeze
from pendopo.kernel.lake.measures.keeping import (
    KIND,
    Group,
    Measured,
    NoSuchBreakdown,
    NoSuchMeasure,
    all_measures,
    measure,
    rows,
    trend,
    value,
)
from pendopo.kernel.lake.measures.publishing import Published, published
from pendopo.kernel.lake.measures.refreshing import refresh
from pendopo.kernel.lake.measures.running import Page
from pendopo.kernel.lake.measures.translating import translate

__all__ = [
    "KIND",
    "Frozen",
    "Group",
    "Measured",
    "NoSuchBreakdown",
    "NoSuchMeasure",
    "Page",
    "Published",
    "all_measures",
    "freeze",
    "measure",
    "published",
    "refresh",
    "rows",
    "translate",
    "trend",
    "value",
]
