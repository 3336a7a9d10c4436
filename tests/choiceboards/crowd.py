"""A real server, and a class of students whose last byte arrives at the same moment.

Threads that call a client race too little to show anything: here every request is sent but for its
last byte, so all of them wait inside the server, and then all the last bytes are let go.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from students.sign_in import account_of

ROOT = Path(__file__).resolve().parents[2]
CSRF = "c" * 32


def session_key(student):
    """A session of the student, as signing in makes it."""
    user = account_of(student)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "students.backends.StudentBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def database_url(folder):
    """Where another process finds what this test wrote: SQLite's memory is copied to a file."""
    if connection.vendor == "postgresql":
        database = connection.settings_dict
        where = f"{database['HOST'] or '127.0.0.1'}:{database['PORT'] or 5432}"
        secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        return f"postgres://{database['USER']}{secret}@{where}/{database['NAME']}"
    path = folder / "crowd.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def one(url, sql):
    """One figure from the server's database."""
    if url.startswith("postgres"):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        return database.execute(sql).fetchone()[0]


@contextmanager
def server(url, wsgi="plc.wsgi"):
    """gunicorn as in production, two processes of sixteen threads; gives its port."""
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "plc.settings",
        "DATABASE_URL": url,
        "LOG_LEVEL": "ERROR",
    }
    with closing(socket.create_server(("127.0.0.1", 0), backlog=128)) as listener:
        command = [sys.executable, "-m", "gunicorn", f"{wsgi}:application", "--workers=2"]
        command += ["--threads=16", f"--bind=fd://{listener.fileno()}", "--log-level=error"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[listener.fileno()])
        try:
            port = listener.getsockname()[1]
            wait_until_up(port)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_up(port):
    """Both processes import before they answer, so two answers in a row come from warm ones."""
    for _look in range(4):
        with closing(opened(port)) as sock:
            sock.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert status(sock) == 200


def all_at_once(port, path, sessions, said):
    """Post from every session at the same moment; the answers' (status, text)."""
    socks = [opened(port) for _session in sessions]
    try:
        for sock, session in zip(socks, sessions, strict=True):
            sock.sendall(request(path, session, said)[:-1])
        time.sleep(0.3)  # all of them stand inside the server, waiting for one byte
        last = request(path, "", said)[-1:]
        for sock in socks:
            sock.sendall(last)
            sock.shutdown(socket.SHUT_WR)  # or the server waits for us before it closes
        return [answer(sock) for sock in socks]
    finally:
        for sock in socks:
            sock.close()


def opened(port):
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def request(path, session, said):
    body = urlencode({**said, "csrfmiddlewaretoken": CSRF})
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookies}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", body]).encode()


def answer(sock):
    """The (status, text) of an answer read to its end."""
    parts = []
    while part := sock.recv(65536):
        parts.append(part)
    text = b"".join(parts).decode(errors="replace")
    return int(text.split(" ", 2)[1]), text


def status(sock):
    return answer(sock)[0]
