"""What documents can do: draft, freeze, sign, revoke, correct, void."""

from pendopo.domains.documents.actions._draft import (
    Letterhead,
    LetterOrder,
    NumberWouldGoBack,
    Signatory,
    draft,
)

__all__ = ["LetterOrder", "Letterhead", "NumberWouldGoBack", "Signatory", "draft"]
