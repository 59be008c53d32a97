"""What all tests share: this folder on the import path, and how long hypothesis may take."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("gkxl", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gkxl")
