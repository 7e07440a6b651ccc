"""Settings for every run of pytest."""

import os

from hypothesis import HealthCheck, settings

# A machine under load must not fail a law: time is a concern of benchmarks. The same examples in
# each run, so that a change is judged by what it changes; HYPOTHESIS_PROFILE=search draws new ones.
settings.register_profile(
    "qdesign",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("qdesign"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "qdesign"))
