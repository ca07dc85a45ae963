"""The settings of a test run: the product's own, on a scratch folder that the run removes.

Set before the product's settings are read, so that no test can touch ./data, whatever the
shell of the person who runs it exports. Only the choice of database passes through.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="pendopo-test-"))
# For processes that a test starts; conftest.py does it for workers, which leave without goodbye.
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("PENDOPO_")]:
    if _name != "PENDOPO_DATABASE":
        del os.environ[_name]
os.environ["PENDOPO_DATA"] = str(SCRATCH)
os.environ["PENDOPO_STATIC"] = str(SCRATCH / "static")
(SCRATCH / "static").mkdir()

from pendopo.project.settings import *  # noqa: E402, F403
from pendopo.project.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: threads on a shared in-memory database meet "table is locked",
    # which no timeout waits for.
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}

# Slow by design, and no test is about its strength.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
