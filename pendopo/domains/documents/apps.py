"""Letters: templates, numbers, PDF, signatures, verification."""

from pendopo.kernel.apps import DomainConfig


class DocumentsConfig(DomainConfig):
    """Domain `documents`."""

    name = "pendopo.domains.documents"
    label = "documents"
