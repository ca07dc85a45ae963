"""No page asks for a permission that nobody can be given, and no role carries one that opens nothing."""

from pathlib import Path

import yaml
from django.conf import settings

from tools import reference


def _carried() -> set[str]:
    return set(reference.roles_by_permission())


def _asked_by_pages() -> set[str]:
    return {name for _, door in reference.doors() if door for name in door.permissions}


def _asked_by_workflows() -> set[str]:
    workflows = Path(settings.CONTENT_DIR).glob("workflows/*/workflow.yaml")
    steps = [step for path in workflows for step in yaml.safe_load(path.read_text())["steps"]]
    return {step["permission"] for step in steps if step.get("permission")}


def test_every_permission_that_a_page_asks_for_is_carried_by_a_role() -> None:
    assert _asked_by_pages() - _carried() == set()


def test_every_permission_that_a_workflow_asks_for_is_carried_by_a_role() -> None:
    assert _asked_by_workflows() - _carried() == set()


def test_every_permission_of_a_role_is_asked_for_somewhere_in_the_code() -> None:
    code = "".join(path.read_text() for path in (settings.BASE_DIR / "pendopo").rglob("*.py"))
    used = {name for name in _carried() if f'"{name}"' in code}
    assert _carried() - used - _asked_by_workflows() == set()
