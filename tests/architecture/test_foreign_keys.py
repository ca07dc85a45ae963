"""Foreign keys point down: to the own domain, a foundation below, or the kernel."""

from django.apps import apps
from django.db.models import Field, Model

NEIGHBOUR = 3
FLOORS = {"people": 0, "notices": 1, "documents": 2}


def test_foreign_keys_point_only_down() -> None:
    wrong = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("pendopo.")
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.is_relation and not _may(model, field.related_model)
    ]
    assert wrong == []


def _may(model: type[Model], other: type[Model]) -> bool:
    here, there = _floor(model), _floor(other)
    return model._meta.app_label == other._meta.app_label or there < here


def _floor(model: type[Model]) -> int:
    """Return the height of a model's app: the kernel and outsiders lie below all domains."""
    path = apps.get_app_config(model._meta.app_label).name.split(".")
    if path[:2] == ["pendopo", "domains"]:
        return FLOORS.get(path[2], NEIGHBOUR)
    return -1 if path[0] == "pendopo" else -2
