"""The head's first page: what comes in, goes out, is late."""

from pendopo.kernel import apps


class CommandConfig(apps.DomainConfig):
    """Domain `command`."""

    name = "pendopo.domains.command"
    label = "command"
