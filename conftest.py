"""A slow machine is no reason for a test to fail: examples have no deadline, and may take their time to be made.

In CI the examples of a commit are the same in every run, so that a change is judged by itself; elsewhere they are new.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("unhurried")
