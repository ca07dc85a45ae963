"""Content packages: what a government may change without a programmer.

    content.register("services", ServicePackage, main="service.yaml", files=("*.typ",))
    library.current("services", "surat-keterangan-usaha", on=today).data

A package is a folder `content/<kind>/<code>/` with one main YAML file and, where its kind allows
them, other text files. Loaded versions never change: a case keeps the version it was filed under.
"""

from pendopo.kernel.content.kinds import Kind, Problem, all_kinds, kind_of, register
from pendopo.kernel.content.schema import Package, Source

__all__ = ["Kind", "Package", "Problem", "Source", "all_kinds", "kind_of", "register"]
