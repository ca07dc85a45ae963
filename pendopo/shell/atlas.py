"""The map of this government's districts: imported boundaries if there are any, else schematic."""

import json
from functools import lru_cache

from pendopo.shell import government, maps


def districts() -> maps.Sketch:
    """Return the sketch of the districts, drawn once per change of the government's package."""
    place = government.current()
    return _drawn(place.districts, government.boundaries())


@lru_cache(maxsize=2)
def _drawn(districts: tuple[government.District, ...], boundaries: str) -> maps.Sketch:
    if not boundaries:
        return maps.schematic([maps.Centre(d.code, d.name, d.lon, d.lat) for d in districts])
    return maps.from_rings(
        [
            (
                feature["properties"]["code"],
                feature["properties"]["name"],
                [
                    tuple((lon, lat) for lon, lat in polygon[0])
                    for polygon in feature["geometry"]["coordinates"]
                ],
            )
            for feature in json.loads(boundaries)["features"]
        ]
    )
