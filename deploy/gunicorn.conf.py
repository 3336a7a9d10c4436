"""gunicorn for plc: `gunicorn --config deploy/gunicorn.conf.py plc.wsgi`.

Behind a proxy that speaks TLS; see docs/deploy.md. Every value can be set from the environment.
"""

import ctypes
import gc
import os
from contextlib import suppress
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")

# Threads wait for the database and for slow networks; processes share the cores. On SQLite more
# than two processes only wait for each other's writes, and each thread's connection reads the whole
# schema (1.1 MiB). On Postgres count: processes x `pool` of DATABASE_URL (4) must stay below the
# server's max_connections.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
is_sqlite = os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite")
threads = int(os.environ.get("THREADS", "2" if is_sqlite else "4"))

# Each worker loads plc itself: the master stays at 25 MiB, a reload (HUP) takes up new code, and
# nothing is forked that might hold a connection. Loading once and forking would save 2 MiB of
# memory under load, counted once, and weigh 40 MiB more where shared pages count in each process.
preload_app = False

# glibc gives each thread a heap of its own, which saves threads from waiting for each other; those
# of Python wait anyway. One heap for all takes 5 MiB less in each worker. And what is as large as a
# password's hash (7 MiB) goes back to the system once freed: glibc would raise that limit as it
# goes, and keep as much in each worker. (malloc.h: M_ARENA_MAX, M_MMAP_THRESHOLD)
with suppress(AttributeError, OSError):  # another C library has no such settings
    libc = ctypes.CDLL(None)
    libc.mallopt(-8, 1)
    libc.mallopt(-3, 1024 * 1024)

# One socket a user, shared by all of gunicorn's masters: two servers would talk over each other.
control_socket_disable = True

# Longer than the proxy keeps idle connections, so that it never writes into a closing one.
keepalive = 75
timeout = 60  # seconds without a sign of life: an import of a large roster needs some
graceful_timeout = 30

# Who may say by X-Forwarded-Proto that the visitor came over https. Add the proxy's address here
# when it is another machine, and set SECURE_PROXY=1 so that Django reads the header too.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# Addresses hold a student's sign-in token and keys of pages, so requests are not logged unless
# asked for; errors go to stderr, where systemd and containers collect them.
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
errorlog = "-"

# Workers show that they live by touching a file; on a slow disk that could stall them.
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn makes a private file there
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def post_fork(_arbiter, _worker):
    """Start sooner: the collector would look through the code again and again while it loads."""
    gc.disable()


def post_worker_init(_worker):
    """Load every page's code before the first visitor, and spare the collector looking at it."""
    from django.urls import get_resolver  # noqa: PLC0415 - settings are loaded by now

    get_resolver().url_patterns  # noqa: B018 - reading it imports every app's views
    gc.collect()  # 1 MiB of what classes were made of, free for the first visitors' pages
    gc.freeze()
    gc.enable()
