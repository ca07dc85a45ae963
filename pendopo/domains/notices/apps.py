"""Notices: in the app, by e-mail, through gateways."""

from pendopo.kernel.apps import DomainConfig


class NoticesConfig(DomainConfig):
    """Domain `notices`."""

    name = "pendopo.domains.notices"
    label = "notices"
