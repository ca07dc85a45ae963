"""Cases that go on flowing into a demo that is filled already, one act at a time, at this moment.

The same acts as in the invented year, by the same people; only the waiting between them is left out.
"""

import heapq
import random
from datetime import datetime, timedelta

from pendopo.domains.cases import queries
from pendopo.domains.people.models import Account, Agency, Person
from pendopo.kernel import steady
from pendopo.project.demo import cast, year
from pendopo.shell import government

MOST_RESIDENTS = 300
AHEAD = timedelta(days=365)
"""What the desks would do within so long is done in turn."""


def stage_of(now: datetime, rng: random.Random) -> year.Stage:
    """Return a stage with the people who were seated when the demo was filled."""
    return year.Stage(cast=_recalled(now), rng=rng, start=now, end=now + AHEAD)


def turn(stage: year.Stage, now: datetime) -> str:
    """Let one resident file, or let a desk do the act that waits longest; say which."""
    with steady.hold():
        if stage.queue and stage.rng.random() < 0.5:
            _, _, act = heapq.heappop(stage.queue)
            act(now)
            return "petugas"
        packages = [
            package
            for package in queries.services(on=government.local_date(now))
            if package.channel == "case"
        ]
        weights = [6 if package.popular else 2 for package in packages]
        package = stage.rng.choices(packages, weights)[0]
        year.file_case(stage, package, stage.rng.choice(stage.cast.residents), now)
        return "warga"


def _recalled(now: datetime) -> cast.Cast:
    found = cast.Cast(agencies={agency.code: agency for agency in Agency.objects.all()})
    for agency in found.agencies.values():
        holdings = agency.posts.prefetch_related("holdings__person")
        for post in holdings:
            for holding in post.holdings.all():
                chairs = found.heads if post.is_head else found.checkers
                if post.is_head or "petugas-verifikasi" in post.roles:
                    chairs[agency.code] = cast.actor_of_officer(holding.person, now)
    officers = Account.objects.filter(person__holdings__isnull=False).values("person")
    residents = Person.objects.exclude(pk__in=officers).exclude(district="").order_by("pk")
    found.residents = list(residents[:MOST_RESIDENTS])
    return found
