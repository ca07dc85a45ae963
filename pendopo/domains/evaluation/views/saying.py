"""The values of one indicator in words: what stands side by side, and who stated what when."""

from fractions import Fraction

from pendopo.domains.evaluation import models, queries, rules
from pendopo.domains.evaluation.views import presenting
from pendopo.shell.shapes import Moment


def moment(said: models.Statement, names: dict[str, str]) -> Moment:
    """Return what somebody stated as one moment of a timeline."""
    value = "tidak berlaku" if said.value is None else presenting.exact_words(Fraction(said.value))
    title = f"{models.Side(said.side).label}: {value}"
    return Moment(title=title, at=said.at, text=said.reason, by=names.get(said.by, "Petugas"))


def values(standing: queries.Standing) -> list[tuple[str, str, str, bool]]:
    """Return the three values: what it is, the number, by whom, whether it is a simulation."""
    rows = (
        ("Dihitung dari bukti", standing.measured, "sistem"),
        ("Diusulkan perangkat daerah", standing.claimed, "unit kerja"),
        ("Diperiksa asesor", standing.verified, "asesor internal"),
    )
    return [(label, _said(value), who, bool(value.reasons)) for label, value, who in rows]


def _said(value: rules.Value) -> str:
    if not value.applies:
        return "tidak berlaku"
    return "–" if value.number is None else presenting.exact_words(value.number)
