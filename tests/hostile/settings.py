"""How hypothesis runs here: the same bodies each time, however slow the machine."""

from hypothesis import HealthCheck, settings

ALWAYS_THE_SAME = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
