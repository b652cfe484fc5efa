"""A slow machine is no reason for a test to fail: examples have no deadline, and may take their time to be made."""

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
