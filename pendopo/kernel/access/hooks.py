"""What access does now and then."""

from pendopo.kernel import hooks
from pendopo.kernel.access import limits

hooks.ticks.fill(limits.forget_old)
