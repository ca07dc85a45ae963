"""Files: sniffed, encrypted, served safely."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Kernel app `files`."""

    name = "pendopo.kernel.files"
    label = "files"
