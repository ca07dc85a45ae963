"""Content of a role: what whoever has it may do in the agency of the post."""

from typing import Literal

from pydantic import Field

from pendopo.kernel.content.schema import Package

Permission = Literal[
    "bookings.manage",
    "cases.assign",
    "cases.check",
    "cases.decide",
    "cases.decide_objection",
    "cases.file_for_others",
    "cases.view",
    "catalogue.manage",
    "command.view",
    "content.manage",
    "documents.register",
    "documents.revoke",
    "documents.sign",
    "evaluation.answer",
    "evaluation.manage",
    "evaluation.oversee",
    "evaluation.sign",
    "evaluation.verify",
    "evaluation.view",
    "ledger.redeliver",
    "ledger.view",
    "people.admin",
    "people.confirm",
    "people.find_by_nik",
    "people.reveal_nik",
    "surveys.results",
]
"""Every permission of the house; a role that names another is refused when it is loaded."""


class RolePackage(Package):
    """One role, `content/roles/<code>/role.yaml`; `title` is what people read."""

    duty: str = Field(min_length=10, max_length=300)
    permissions: tuple[Permission, ...] = ()
