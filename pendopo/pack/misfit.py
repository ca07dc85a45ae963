"""What a verifier says when something does not fit: one clear sentence, the first one found."""

from pendopo.kernel.errors import DomainError


class Misfit(DomainError):
    """Something in a pack, a head or a proof does not fit; the sentence names it."""

    status = 422
    sentence = "Paket ini tidak cocok."
