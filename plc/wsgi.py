"""The WSGI entry point: `gunicorn plc.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plc.settings")
application = get_wsgi_application()
