"""The head that every package has, whatever its kind."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CodeText = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]


class Part(BaseModel):
    """Base of everything inside a package: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """Where a figure or rule comes from, and how sure we are."""

    text: str = Field(min_length=3)
    confidence: Literal["official", "secondary", "reconstructed", "unknown"]


class Package(Part):
    """Base of all kinds. `code` equals the folder's name; `version` grows by one with each change."""

    code: CodeText
    version: int = Field(ge=1)
    effective_from: date
    title: str = Field(min_length=3, max_length=120)
