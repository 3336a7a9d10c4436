"""plc as it is served, but for its clock: that stands where the test put it.

The file named by CLOCK_FILE holds the instant, in ISO format; gunicorn's workers read it anew at
each look at the clock.
"""

import os
from datetime import datetime
from pathlib import Path

from plc import clock
from plc.wsgi import application  # noqa: F401 - gunicorn serves it from here

CLOCK_FILE = Path(os.environ["CLOCK_FILE"])


def now() -> datetime:
    """The instant in the file."""
    return datetime.fromisoformat(CLOCK_FILE.read_text())


clock.now = now
