"""How long from an empty folder to a class on the screen, and what the server then weighs.

    python3 tests/bench/bench_start.py [--port 8120] [--database URL]

Copies the project into an empty folder and starts the demo there as the README says. Downloads
count only when uv's cache is cold; run it twice to leave them out. Scoreboard rows 12 and 13.
"""

import argparse
import contextlib
import http.cookiejar
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds
TEACHER = {"login": "teacher@maple.example", "password": "maple-street-121"}
CLASS = "Room 12"


def copy_project(target):
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


@contextlib.contextmanager
def running(command, folder, env):
    """A server and all of its children, ended at the end."""
    with tempfile.TemporaryFile("w+") as output:
        server = subprocess.Popen(
            command, cwd=folder, env=env, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield server
        except RuntimeError:
            output.seek(0)
            print(output.read()[-3000:], file=sys.stderr)
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def browser():
    cookies = http.cookiejar.CookieJar()
    return cookies, urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))


def wait_for_page(url, server):
    """Fetch `url` as soon as somebody answers there."""
    _cookies, opener = browser()
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline and server.poll() is None:
        try:
            with opener.open(url, timeout=20) as response:
                return response.read()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"Nothing answered at {url}")


def open_class(base):
    """Sign in as the demo's teacher and return the page that names her class."""
    cookies, opener = browser()
    sign_in = f"{base}/account/login/"
    opener.open(sign_in).close()
    token = next(cookie.value for cookie in cookies if cookie.name.endswith("csrf"))
    form = urllib.parse.urlencode({**TEACHER, "csrfmiddlewaretoken": token}).encode()
    with opener.open(urllib.request.Request(sign_in, form, {"Referer": sign_in})) as response:
        page = response.read().decode()
    if CLASS not in page:
        raise RuntimeError(f"{response.url} does not show {CLASS}")


def tree(pid):
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in tree(int(child)))]


def memory(pids):
    """(proportional, peak) MiB: memory that processes share is counted once, and every time."""
    proportional = peak = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        status = Path(f"/proc/{pid}/status").read_text()
        proportional += int(re.search(r"^Pss: +(\d+)", rollup, re.MULTILINE).group(1))
        peak += int(re.search(r"^VmHWM:\s+(\d+)", status, re.MULTILINE).group(1))
    return proportional / 1024, peak / 1024


def row(name, figure, target):
    print(f"{name:<58}{figure:>12}   {target}")


def measure(folder, port, env):
    base = f"http://127.0.0.1:{port}"
    dev = [sys.executable, "dev.py"]
    for name, target in (("from an empty folder", "<= 15 s"), ("started again", "")):
        begun = time.perf_counter()
        with running([*dev, "demo", "--port", str(port)], folder, env) as server:
            wait_for_page(f"{base}/healthz", server)
            open_class(base)
            row(f"a class on the screen, {name}", f"{time.perf_counter() - begun:.2f} s", target)

    begun = time.perf_counter()
    subprocess.run(
        [*dev, "manage", "version"], cwd=folder, env=env, capture_output=True, check=True
    )
    row("dev.py and Django's command line", f"{time.perf_counter() - begun:.2f} s", "<= 2 s")

    gunicorn = [".venv/bin/python", "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    begun = time.perf_counter()
    with running([*gunicorn, "plc.wsgi"], folder, env) as server:
        wait_for_page(f"{base}/account/login/", server)
        row("server start to first page", f"{time.perf_counter() - begun:.2f} s", "<= 0.8 s")
        for _ in range(10):
            open_class(base)
        proportional, peak = memory(tree(server.pid))
        row("memory of gunicorn and 2 workers, shared counted once", f"{proportional:.0f} MiB", "")
        row("the same, peak, shared counted in each", f"{peak:.0f} MiB", "<= 180 MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8120)
    parser.add_argument("--database", metavar="URL", help="an empty database; default: SQLite")
    options = parser.parse_args()
    env = {**os.environ, "DEMO": "1", "BIND": f"127.0.0.1:{options.port}"}
    for name in ("DEBUG", "DATABASE_URL"):
        env.pop(name, None)
    if options.database:
        env["DATABASE_URL"] = options.database
    with tempfile.TemporaryDirectory() as folder:
        copy_project(Path(folder))
        measure(folder, options.port, env)


if __name__ == "__main__":
    main()
