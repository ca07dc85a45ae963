"""Items of the outbox as they arrive: read before anything else is done with them."""

import json
from collections.abc import Mapping
from typing import Any

from pendopo.kernel.errors import BadInput


class NotOurJson(BadInput):
    """The body of a sent item is not the JSON that our page makes."""

    sentence = "Kiriman tidak dapat dibaca. Muat ulang halaman; isian Anda tetap tersimpan."


def read(body: bytes) -> Mapping[str, Any]:
    """Return {version, answers, files, offline}, its shape checked. Raises NotOurJson."""
    try:
        item = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotOurJson from error
    if not isinstance(item, dict) or not _is_answers(item.get("answers")):
        raise NotOurJson
    version = item.get("version")
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        raise NotOurJson
    return item


def text(item: Mapping[str, Any], name: str) -> str:
    """Return an answer that is one text; empty where it is missing or a list."""
    answer = item["answers"].get(name, "")
    return answer if isinstance(answer, str) else ""


def _is_answers(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(answer, str)
        or (isinstance(answer, list) and all(isinstance(text, str) for text in answer))
        for answer in value.values()
    )
