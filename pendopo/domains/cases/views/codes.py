"""The tracking code of a case that was just filed, for the page of its receipt.

A case keeps only its keyed hash. The receipt that intake keeps, sealed, for whoever sent the form
holds the code itself, so that a lost answer can be repeated; the page reads it there. (In the
session, every filing would rewrite the session's row in a transaction of its own.)
"""

from pendopo.domains.cases.models import Case, Channel
from pendopo.kernel.actor import Actor
from pendopo.kernel.intake import receiving


def recall(case: Case, actor: Actor) -> str:
    """Return the code for whoever filed the case of late, empty for everybody else."""
    door = "counter" if case.channel == Channel.COUNTER else "service"
    receipt = receiving.latest_about(case.ref, form=f"{door}:{case.service}", actor=actor)
    return receipt.code if receipt else ""
