"""What the log says, in a line each."""

import logging


class RefusalsBriefly(logging.Filter):
    """A refused request (4xx) is one line; where in our code it was refused is no news."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
