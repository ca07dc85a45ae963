"""Notices: in the app, by e-mail, through gateways."""

from pendopo.kernel import apps


class NoticesConfig(apps.DomainConfig):
    """Domain `notices`."""

    name = "pendopo.domains.notices"
    label = "notices"
