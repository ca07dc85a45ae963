"""The submission pack: a file that proves a score to somebody who trusts nobody.

    python -m pendopo.pack FILE        # the same as: pendopo verify-pack FILE

Stands alone: no framework, no database, no settings. docs/reference/pack.md is the format, exact enough
to write another verifier from.
"""
