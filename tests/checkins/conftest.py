"""Room 12 on January 21, 2027: three windows, 115 minutes, and a class of any size."""

from datetime import time

import pytest

from checkins import services
from tests.factories import NOW, TODAY, StudentFactory, WindowFactory


@pytest.fixture
def windows(section):
    """The day of the mock-ups: 40, 40 and 35 minutes of independent work."""
    times = [((9, 10), (9, 50)), ((10, 35), (11, 15)), ((13, 0), (13, 35))]
    return [
        WindowFactory(
            section=section,
            label=f"Independent work {number}",
            starts_at=time(*start),
            ends_at=time(*end),
        )
        for number, (start, end) in enumerate(times, start=1)
    ]


@pytest.fixture
def fill(section):
    """`fill(28)` enrolls that many students."""
    return lambda count: [StudentFactory(section=section) for _number in range(count)]


@pytest.fixture
def planned(section, teacher, windows):
    """`planned()` plans January 21 for whoever is in class."""

    def plan(minutes=3, gap=1, now=NOW, day=TODAY, version=None):
        return services.plan_day(
            section=section, day=day, minutes=minutes, gap=gap, by=teacher, now=now, version=version
        )

    return plan


@pytest.fixture
def dawn():
    """8:00 on the day, before the first window."""
    return NOW.replace(hour=13, minute=0)
