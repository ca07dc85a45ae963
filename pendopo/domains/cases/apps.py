"""Services and cases: from the catalogue to the decision."""

from pendopo.kernel.apps import DomainConfig


class CasesConfig(DomainConfig):
    """Domain `cases`."""

    name = "pendopo.domains.cases"
    label = "cases"
