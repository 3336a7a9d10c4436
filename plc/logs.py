"""What the log says, in a line each."""

import logging
import re

# Addresses that let in whoever has them: a calendar, a mail's link, a card, a class, a password,
# a board for the family.
_SECRET = re.compile(r"(/cal/(?:mail/)?|/k/|/in/|/key/|/confirm-email/|/at-home/)[^/\s?]+")


class RefusalsBriefly(logging.Filter):
    """A refused request (4xx) is one line; where in our code it was refused is no news."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True


class SecretsUnsaid(logging.Filter):
    """The part of an address that is a secret is not written down, be it known or not."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        unsaid = _SECRET.sub(r"\1...", said)
        if unsaid != said:
            record.msg, record.args = unsaid, None
        return True
