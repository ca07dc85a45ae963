"""What others and the pages of cases may ask: services, cases, work lists, figures."""

from pendopo.domains.cases.queries._cases import (
    Tracked,
    by_subject,
    correspondent_of,
    own,
    page_of,
    promised_on,
    stops_of,
    tracked,
    waiting_for,
)
from pendopo.domains.cases.queries._clock import Clock, clock_of
from pendopo.domains.cases.queries._figures import figures
from pendopo.domains.cases.queries._file import CasePage, Possible, TimelineItem
from pendopo.domains.cases.queries._registers import registers
from pendopo.domains.cases.queries._services import (
    Catalogue,
    catalogue,
    find_services,
    information_page,
    information_pages,
    measured_days,
    service,
    services,
    workflow,
)
from pendopo.domains.cases.queries._work import (
    TABS,
    WorkFilter,
    WorkPage,
    counts,
    work,
    work_page,
)

__all__ = [
    "TABS",
    "CasePage",
    "Catalogue",
    "Clock",
    "Possible",
    "TimelineItem",
    "Tracked",
    "WorkFilter",
    "WorkPage",
    "by_subject",
    "catalogue",
    "clock_of",
    "correspondent_of",
    "counts",
    "figures",
    "find_services",
    "information_page",
    "information_pages",
    "measured_days",
    "own",
    "page_of",
    "promised_on",
    "registers",
    "service",
    "services",
    "stops_of",
    "tracked",
    "waiting_for",
    "work",
    "work_page",
    "workflow",
]
