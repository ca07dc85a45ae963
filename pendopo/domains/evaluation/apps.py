"""Instruments that score a government, and the assessments made with them."""

from pendopo.kernel.apps import DomainConfig


class EvaluationConfig(DomainConfig):
    """Domain `evaluation`."""

    name = "pendopo.domains.evaluation"
    label = "evaluation"
