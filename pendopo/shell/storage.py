"""Static files under hashed names once `collectstatic` has run, under plain names before."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed in an installation; tests and a fresh checkout need no build."""

    # The modules of the outbox import one another: their `import` lines get the hashed names too.
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Return the collected name, or the plain one of a file that was not collected."""
        key = self.hash_key(self.clean_name(name))
        return str(self.hashed_files.get(key, name))
