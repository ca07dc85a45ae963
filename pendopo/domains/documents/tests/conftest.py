"""Each test of documents has folders of its own and, where asked, an office with a signing head."""

from pathlib import Path

import pytest

from pendopo.domains.documents.tests import factories


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def office(db: None) -> factories.Office:
    return factories.make_office()
