"""Who may open a page: every view declares it, and a test fails where one does not.

    @access.public
    @access.signed_in
    @access.requires("cases.decide")

The declaration opens the door of the page only. What the actor sees there, and whether a step
is allowed, is asked again in the domain's `access.py` and in its actions.
"""

from pendopo.kernel.access.doors import Door, door_of, public, requires, signed_in
from pendopo.kernel.access.request import ActedRequest

__all__ = ["ActedRequest", "Door", "door_of", "public", "requires", "signed_in"]
