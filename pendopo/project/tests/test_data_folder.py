"""The data folder is closed to the other accounts of the machine."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_new_data_folder_and_its_keys_are_the_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "baru"
    subprocess.run(
        [sys.executable, "-c", "import pendopo.project.settings"],
        env={**os.environ, "PENDOPO_DATA": str(data)},
        umask=0o022,
        check=True,
    )
    assert data.stat().st_mode & 0o077 == 0
    assert (data / "keys").stat().st_mode & 0o077 == 0
    assert (data / "keys" / "django-secret").stat().st_mode & 0o077 == 0
