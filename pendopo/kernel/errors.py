"""Anticipated refusals: a sentence for the reader, a status for the edge.

A domain raises a named subclass beside the function that refuses. Edges translate it: a page
shows the sentence, the API answers problem+json (RFC 9457), a command exits with 1.
"""


class DomainError(Exception):
    """A refusal that we foresaw. `sentence` is Indonesian, safe to show, and blames nobody."""

    status = 409
    sentence = "Permintaan ini tidak dapat dijalankan."

    def __init__(self, sentence: str = "", **details: object) -> None:
        """Keep a more precise sentence and details for the edge (never personal data)."""
        self.sentence = sentence or self.sentence
        self.details = details
        super().__init__(self.sentence)

    @property
    def code(self) -> str:
        """Return the machine name of this refusal: its class name."""
        return type(self).__name__


class NotAllowed(DomainError):
    """The actor has no right to do this."""

    status = 403
    sentence = "Anda tidak berwenang melakukan langkah ini."


class NotFound(DomainError):
    """It does not exist, or the actor may not know that it does (the same answer for both)."""

    status = 404
    sentence = "Data yang Anda cari tidak ditemukan."


class BadInput(DomainError):
    """What was sent cannot be read."""

    status = 422
    sentence = "Isian belum benar."
