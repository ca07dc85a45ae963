"""A worker with one reaction whose effects can be counted; run as a process and killed."""

import os
import time
from dataclasses import dataclass

from pendopo.kernel.events import Event, Ref

EFFECTS = "CREATE TABLE ledgertest_effect (bell integer NOT NULL)"


@dataclass(frozen=True, kw_only=True)
class BellStruck(Event, name="ledgertest.bell_struck", label="Bel dipukul"):
    bell: int


def ring(bell: int) -> BellStruck:
    return BellStruck(subject=Ref(f"bell:{bell}"), bell=bell)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "pendopo.project.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from pendopo.kernel.ledger import reactions

    reactions.registry.clear()

    @reactions.react_to(BellStruck)
    def count(entry, event) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ledgertest_effect (bell) VALUES (%s)", [event.bell])
        # Long enough for a kill to fall between the effect and its commit.
        time.sleep(0.01)

    print("ready", flush=True)
    call_command("work")


if __name__ == "__main__":
    main()
