"""The head's first page: what comes in, goes out, is late."""

from pendopo.kernel.apps import DomainConfig


class CommandConfig(DomainConfig):
    """Domain `command`."""

    name = "pendopo.domains.command"
    label = "command"
