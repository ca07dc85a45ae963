"""The doors contract: one domain enters another only through its events, actions or queries."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Each import between two packages of `container` must name one of the `doors`.

    Rooms listed in `open_to` (tests, with their factories) are left alone on both sides.
    """

    type_name = "doors"

    container = fields.ModuleField()
    doors = fields.ListField(subfield=fields.StringField())
    open_to = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001, ARG002
        """Collect every import that comes through a wall."""
        walls = sorted(f"{a} -> {b}" for a, b in self._imports(graph) if self._is_wall(a, b))
        return ContractCheck(kept=not walls, metadata={"walls": walls})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name the imports that came through a wall."""
        for wall in check.metadata["walls"]:
            output.print_error(wall)

    def _imports(self, graph: ImportGraph) -> list[tuple[str, str]]:
        inside = graph.find_descendants(self._option("container").name)
        pairs = ((a, b) for a in inside for b in graph.find_modules_directly_imported_by(a))
        return [(a, b) for a, b in pairs if b in inside]

    def _is_wall(self, importer: str, imported: str) -> bool:
        (domain, room), (other, other_room) = self._place(importer), self._place(imported)
        if domain == other or {room, other_room} & set(self._option("open_to")):
            return False
        return other_room not in self._option("doors")

    def _place(self, module: str) -> tuple[str, str]:
        """Return (domain, room) of a module; the room is empty for the domain itself."""
        names = module.removeprefix(f"{self._option('container').name}.").split(".")
        return names[0], names[1] if len(names) > 1 else ""

    def _option(self, name: str) -> Any:
        # import-linter sets its fields on the instance; a type checker sees the class's Field.
        return getattr(self, name)
