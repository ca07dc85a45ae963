"""Files: sniffed, encrypted, served safely."""

from pendopo.kernel.apps import DomainConfig


class FilesConfig(DomainConfig):
    """Kernel app `files`."""

    name = "pendopo.kernel.files"
    label = "files"
