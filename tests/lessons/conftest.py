"""Room 12's Thursday, planned from the elementary template."""

import pytest

from lessons.library import template
from lessons.services import make_lesson_plan
from tests.factories import TODAY


@pytest.fixture
def planned(section, student):
    """The plan of January 21, 2027; Priya is in the class."""
    return make_lesson_plan(
        section=section,
        on=TODAY,
        title="January 21",
        template="elementary-day",
        blocks=template("elementary-day").blocks,
    )
