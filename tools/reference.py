"""Write docs/reference/ from the code: events, hooks, permissions, commands, content kinds.

python -m tools.reference writes the pages; with --check it says which ones are out of date.
"""

import ast
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import django
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, get_resolver

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- Written by `make docs`. Change the code, not this page. -->"


def main() -> int:
    """Write or check every page; return 1 if a checked page is out of date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    django.setup()
    stale = outdated()
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/reference/{name} is out of date: run make docs", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(PAGES[name]())
    return 0


def outdated() -> list[str]:
    """Return the names of the pages whose text differs from what the code says now."""
    return [name for name, page in PAGES.items() if _stored(name) != page()]


def events() -> str:
    """Return the page of events: what is announced, and who reacts."""
    from pendopo.kernel.events import type_of
    from pendopo.kernel.ledger.reactions import registry

    def heard_by(name: str) -> str:
        return ", ".join(f"`{key.split(':')[0]}`" for key in sorted(registry) if key.endswith(name))

    # Tests announce events of their own, in the same registry when they run beside this.
    announced = {name: cls for name, cls in type_of.items() if "tests" not in cls.__module__}
    rows = [
        (f"`{name}`", cls.label, _fields(cls), "yes" if cls.public else "", heard_by(f":{name}"))
        for name, cls in sorted(announced.items())
    ]
    head = ("Event", "Shown as", "Fields beside `subject`", "Public", "Heard by")
    return _page("Events", "What domains announce in the ledger, for ever.", head, rows)


def hooks() -> str:
    """Return the page of hooks: every extension point and who fills it."""
    from pendopo.kernel import hooks as module

    rows = [
        (f"`{name}`", text, ", ".join(f"`{_place(f)}`" for f in getattr(module, name)))
        for name, text in _documented(module)
        if isinstance(getattr(module, name), module.Hook)
    ]
    return _page(
        "Hooks", "Every extension point of `kernel/hooks.py`.", ("Hook", "What", "Filled by"), rows
    )


def permissions() -> str:
    """Return the page of permissions: which role carries one, which pages ask for it."""
    pages: dict[str, list[str]] = {}
    for address, door in doors():
        for permission in door.permissions if door else ():
            pages.setdefault(permission, []).append(f"`/{address}`")
    roles = roles_by_permission()
    rows = [
        (f"`{name}`", ", ".join(roles.get(name, [])), ", ".join(sorted(pages.get(name, []))))
        for name in sorted({*pages, *roles})
    ]
    return _page(
        "Permissions",
        "Roles are content (`content/roles/`); actions ask again, so a permission may open no page.",
        ("Permission", "Carried by", "Opens"),
        rows,
    )


def commands() -> str:
    """Return the page of commands that are ours."""
    ours = {name: app for name, app in get_commands().items() if app.startswith("pendopo.")}
    rows = [
        (f"`pendopo {name}`", load_command_class(app, name).help)
        for name, app in sorted(ours.items())
    ]
    return _page("Commands", "`pendopo help NAME` tells the options.", ("Command", "What"), rows)


def content() -> str:
    """Return the page of content kinds and the fields of their main file."""
    from pendopo.kernel.content import all_kinds

    sections = [
        f"## `content/{kind.name}/<code>/{kind.main}`\n\n{_doc(kind.schema)}\n\n"
        + _table(("Field", "Type", "Required"), _schema_rows(kind.schema))
        for kind in sorted(all_kinds(), key=lambda kind: kind.name)
    ]
    intro = "What a government may change without a programmer; `pendopo content check` reads all of it."
    return "\n".join(["# Content", "", NOTE, "", intro, "", *sections])


PAGES: dict[str, Callable[[], str]] = {
    "events.md": events,
    "hooks.md": hooks,
    "permissions.md": permissions,
    "commands.md": commands,
    "content.md": content,
}


def doors() -> Iterator[tuple[str, Any]]:
    """Yield (address pattern, door or None) for every view of the site."""
    from pendopo.kernel.access import door_of

    for address, pattern in _walk(get_resolver().url_patterns, ""):
        yield address, door_of(pattern.callback)


def _walk(patterns: Iterable[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern
        else:
            yield from _walk(pattern.url_patterns, address)


def roles_by_permission() -> dict[str, list[str]]:
    """Return which roles of the content folder carry each permission."""
    carried: dict[str, list[str]] = {}
    for path in sorted(Path(settings.CONTENT_DIR).glob("roles/*/role.yaml")):
        role = yaml.safe_load(path.read_text())
        for permission in role.get("permissions", []):
            carried.setdefault(permission, []).append(role["code"])
    return carried


def _fields(cls: type) -> str:
    own = inspect.get_annotations(cls)
    return ", ".join(f"`{name}`" for name in own if name != "subject")


def _documented(module: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, docstring) of the module's attributes that are followed by a docstring."""
    body = ast.parse(inspect.getsource(module)).body
    for node, after in pairwise(body):
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            yield node.target.id, " ".join(str(after.value.value).split())


def _schema_rows(schema: Any) -> list[tuple[str, str, str]]:
    return [
        (f"`{name}`", f"`{_type(field.annotation)}`", "yes" if field.is_required() else "")
        for name, field in schema.model_fields.items()
    ]


def _type(annotation: Any) -> str:
    """Write a type without its modules: `list[Requirement] | None`."""
    name = annotation.__name__ if inspect.isclass(annotation) else str(annotation)
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", name)


def _place(function: Any) -> str:
    return f"{function.__module__.removeprefix('pendopo.')}.{function.__name__}"


def _doc(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0]


def _stored(name: str) -> str:
    path = FOLDER / name
    return path.read_text() if path.exists() else ""


def _page(title: str, intro: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return f"# {title}\n\n{NOTE}\n\n{intro}\n\n{_table(head, rows)}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


if __name__ == "__main__":
    raise SystemExit(main())
