"""For all tests: hypothesis without a stopwatch, which on a busy machine measures the others."""

from hypothesis import settings

settings.register_profile("kexun", deadline=None)
settings.load_profile("kexun")
