"""Satisfaction surveys: nine elements, one answer per case."""

from pendopo.kernel.apps import DomainConfig


class SurveysConfig(DomainConfig):
    """Domain `surveys`."""

    name = "pendopo.domains.surveys"
    label = "surveys"
