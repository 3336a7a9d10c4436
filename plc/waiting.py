"""Changes that met no network wait in the browser (static/js/queue.js): whose they are."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from plc.access import user_of


def reader_mark(request: HttpRequest) -> str:
    """Tells one user's waiting changes from another's on a shared device, and nothing else."""
    digest = salted_hmac("plc.waiting", str(user_of(request).pk), algorithm="sha256")
    return digest.hexdigest()[:16]
