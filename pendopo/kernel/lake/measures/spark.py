"""The same measures on a Spark cluster, for a province or the nation.

The session is handed in by whoever has one (`pip install pendopo[spark]`), so nothing here imports
PySpark. The content has passed the same check; a cluster is fenced by whoever runs it.
"""

from typing import Any, Protocol

from pendopo.kernel.lake import folder, tables
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures import checking, running, translating
from pendopo.kernel.lake.measures.evidence import Part
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import ColumnType, Table
from pendopo.kernel.periods import Period

_TYPES = {
    ColumnType.TEXT: "STRING",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP_NTZ",
    ColumnType.MONEY: "BIGINT",
}


class Session(Protocol):
    """What is needed of a SparkSession."""

    @property
    def read(self) -> Any:
        """Return the reader of files."""

    def sql(self, sqlQuery: str) -> Any:  # noqa: N803 - Spark's own name
        """Return the data frame of a query."""


def parts(
    session: Session, measure: MeasurePackage, period: Period, now: Manifest, *, by: str = ""
) -> list[Part]:
    """Return the parts of a measure as running.parts does, counted by the cluster."""
    question = checking.question(measure)
    known = tables.known()
    for name in sorted(question.tables):
        paths = [str(folder.path() / file.path) for file in running.files(now, name, period)]
        show(session, known[name], paths)
    select = translating.totals(question, translating.evidence(question, period), by=by)
    found = session.sql(translating.text(select, "spark")).collect()
    return running.parts_of(question, [tuple(row) for row in found], by=by)


def show(session: Session, table: Table, paths: list[str]) -> None:
    """Make these files the view that the measures' SQL calls by the table's name."""
    columns = {name: _TYPES[kind] for name, kind in table.columns.items()}
    if paths:
        named = [f"CAST(`{name}` AS {kind}) AS `{name}`" for name, kind in columns.items()]
        frame = session.read.parquet(*paths).selectExpr(*named)
    else:
        empty = ", ".join(f"CAST(NULL AS {kind}) AS `{name}`" for name, kind in columns.items())
        frame = session.sql(f"SELECT {empty} WHERE FALSE")
    frame.createOrReplaceTempView(table.name)
