"""Which measures may be open to everybody side by side: what they ask must not name somebody together.

publishing.py hides the few in what is counted. It can do so where every open count is either some
of another or has nothing to do with it. Whatever else two conditions may have in common is refused
here, when content is checked, so that no number has to be looked at in threes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlglot import exp

from pendopo.kernel.content import Package
from pendopo.kernel.lake import tables
from pendopo.kernel.lake.measures import checking, scopes
from pendopo.kernel.lake.measures.checking import Question
from pendopo.kernel.lake.measures.publishing import DISTRICT
from pendopo.kernel.lake.measures.schema import MeasurePackage

PLACES = frozenset({"agency", "district", "village", "site"})
"""Columns that say where: numbers of one place stand on the map already, with its small cells."""
OWN_PERIOD = "occurred_on BETWEEN $start AND $end"
"""The condition by which rows are those of the period and no others, as DuckDB writes it."""

Fault = tuple[str, str]
"""The code of a package and what does not fit."""


@dataclass(frozen=True)
class Asked:
    """One condition, whether it is asked or its contrary, and the columns that it looks at."""

    text: str
    columns: frozenset[str]


@dataclass(frozen=True)
class Open:
    """An open measure that counts what happened, and the sets of rows whose size it tells."""

    code: str
    table: str
    period: str
    conditions: frozenset[Asked]
    shares: tuple[Asked, ...]
    district: str
    question: Question

    @property
    def sets(self) -> list[frozenset[Asked]]:
        """Return the conditions of each set: all of its rows, and those of each share."""
        return [self.conditions, *(self.conditions | {share} for share in self.shares)]

    @property
    def asked(self) -> frozenset[Asked]:
        """Return every condition, of the rows and of the shares."""
        return self.conditions.union(self.shares)


def faults(packages: Iterable[Package]) -> Iterator[Fault]:
    """Yield why these measures may not all be open; nothing where they may."""
    every = [_open(one) for one in packages if isinstance(one, MeasurePackage) and one.public]
    found = sorted((one for one in every if one), key=lambda one: one.code)
    for one in found:
        yield from ((one.code, sentence) for sentence in _alone(one))
    for one, other in combinations(found, 2):
        if one.table == other.table:
            yield from ((other.code, sentence) for sentence in _beside(one, other))
    for table in sorted({one.table for one in found}):
        yield from _crossing([one for one in found if one.table == table])


def _open(measure: MeasurePackage) -> Open | None:
    question = checking.question(measure)
    shape = question.shape
    if shape.is_open:
        return None
    where = question.select.args.get("where")
    columns = {each.alias_or_name: each.unalias() for each in question.select.expressions}
    return Open(
        code=measure.code,
        table=shape.table,
        period=measure.period,
        conditions=frozenset(map(_asked, scopes.conjuncts(where.this) if where else [])),
        shares=tuple(
            _share(_behind(question.formula.terms[place], columns))
            for place in question.formula.shares
        ),
        district=_text(columns.get(DISTRICT)),
        question=question,
    )


def _alone(one: Open) -> Iterator[str]:
    known = tables.known()
    others = one.question.tables - {one.table}
    if OWN_PERIOD not in {each.text for each in one.conditions}:
        yield (
            "Ukuran terbuka menghitung tepat periodenya: "
            "rows harus memuat occurred_on BETWEEN :start AND :end."
        )
    if any(known[name].source == "event" or not known[name].public for name in others):
        yield "Ukuran terbuka membaca satu jenis kejadian; tabel lain hanya daftar yang terbuka."
    if any(isinstance(term, exp.Max | exp.Min) for term in one.question.formula.terms):
        yield "Nilai terbesar atau terkecil adalah milik satu orang, jadi tidak dapat dibuka."
    if places := sorted(PLACES & _columns(one.asked)):
        yield f"Ukuran terbuka tidak memilih menurut tempat ({', '.join(places)})."


def _beside(one: Open, other: Open) -> Iterator[str]:
    if one.period != other.period:
        yield (
            f"Ukuran terbuka atas {one.table} harus berperiode sama dengan “{one.code}”: "
            "triwulan dikurangi dua bulannya adalah bulan ketiga."
        )
    if one.district and other.district and one.district != other.district:
        yield f"“{DISTRICT}” di sini lain dari pada “{one.code}”, yang juga terbuka."
    for mine in one.asked:
        for theirs in other.asked:
            if mine.text != theirs.text and (both := sorted(mine.columns & theirs.columns)):
                yield (
                    f"“{one.code}” juga terbuka dan memilih menurut {', '.join(both)} dengan cara "
                    "lain; dari keduanya dapat dihitung yang sedikit."
                )


def _crossing(found: Sequence[Open]) -> Iterator[Fault]:
    """Yield measures that lie in two others of which neither lies in the other.

    All, less one, less the other, and what was taken away twice given back, is one more count.
    """
    sets = {each: one.code for one in reversed(found) for each in one.sets}
    for inner, code in sets.items():
        around = [each for each in sets if each < inner]
        for one, other in combinations(around, 2):
            if not one <= other and not other <= one:
                sentence = (
                    f"Barisnya ada dalam “{sets[one]}” dan dalam “{sets[other]}” yang bersilangan; "
                    "bila ketiganya terbuka, sisanya dapat dihitung."
                )
                yield code, sentence


def _columns(asked: Iterable[Asked]) -> frozenset[str]:
    return frozenset().union(*(each.columns for each in asked))


def _asked(condition: exp.Expr) -> Asked:
    """Return a condition as its contrary would be written too: on_time for NOT on_time."""
    bare = condition.copy()
    while isinstance(bare, exp.Not | exp.Paren):
        bare = bare.this
    if isinstance(bare, exp.NEQ):
        bare = exp.EQ(this=bare.this, expression=bare.expression)
    columns = frozenset(each.name for each in bare.find_all(exp.Column))
    return Asked(checking.without_tables(bare), columns)


def _behind(term: exp.Expr, columns: Mapping[str, exp.Expr]) -> exp.Expr:
    """Return a term of `value` over what the columns of the rows were made of."""

    def replaced(node: exp.Expr) -> exp.Expr:
        return columns[node.name].copy() if isinstance(node, exp.Column) else node

    return term.transform(replaced)


def _text(column: exp.Expr | None) -> str:
    return "" if column is None else checking.without_tables(column)


def _share(term: exp.Expr) -> Asked:
    """Return what the rows of a share have in common: the condition of its one branch."""
    chosen = term.this
    if isinstance(chosen, exp.Case) and len(chosen.args["ifs"]) == 1:
        return _asked(chosen.args["ifs"][0].this)
    return _asked(chosen)
