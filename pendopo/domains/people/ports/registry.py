"""The civil registry (Dukcapil): do NIK, name and birth date belong together?

The real gateway needs the agreement on data access between the government and Ditjen Dukcapil;
until it is set up, the sandbox answers, and screens say so (`is_sandbox`).
"""

from datetime import date
from typing import Protocol

from pendopo.kernel.errors import DomainError


class RegistryUnreachable(DomainError):
    """The registry gave no answer in time."""

    status = 503
    sentence = "Dukcapil belum dapat dihubungi. Coba lagi nanti; pekerjaan lain dapat dilanjutkan."


class NoMatch(DomainError):
    """The registry knows no such combination; it does not say which part is wrong."""

    sentence = "Dukcapil tidak menemukan pasangan NIK, nama, dan tanggal lahir ini."


class Registry(Protocol):
    """What every gateway offers."""

    code: str
    is_sandbox: bool

    def check(self, *, nik: str, name: str, birth_date: date | None) -> None:
        """Return if they belong together. Raises NoMatch or RegistryUnreachable."""


class Sandbox:
    """Answers by the last digit of the NIK: 9 is unreachable, 8 does not match, others match."""

    code = "sandbox"
    is_sandbox = True

    def check(self, *, nik: str, name: str, birth_date: date | None) -> None:
        """Behave like the registry, failures included."""
        if nik.endswith("9"):
            raise RegistryUnreachable
        if nik.endswith("8") or not name or birth_date is None:
            raise NoMatch


def gateway() -> Registry:
    """Return the gateway of this installation."""
    return Sandbox()
