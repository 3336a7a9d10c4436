#!/usr/bin/env python3
"""Everything a developer does with plc, from a bare Python: python3 dev.py demo

Standard library only. Finds uv or puts its own under ``.uv/``, makes ``.venv`` with the
interpreter that runs this file, and installs the pinned, hashed ``requirements/*.txt``.

Keep to the syntax of Python 3.6: an older Python must get as far as the sentence below.
"""

import argparse
import compileall
import datetime as dt
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the one line that older Pythons do reach
    sys.exit(
        "plc needs Python 3.11 or newer; this is Python {}.{}. Start dev.py with a newer one, "
        "for example: python3.11 dev.py demo".format(*sys.version_info)
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OWN_UV = ROOT / ".uv"
REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "installed-by-dev-py"

APPS = ("plc", "students", "goals", "choiceboards", "checkins", "lessons")
GROUPS = ("base", "dev", "browser")  # each holds all of the one before it
PASS_ON = {"test", "browser", "manage"}  # commands that hand unknown arguments to their tool
WINDOWS = os.name == "nt"
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

UNREACHABLE = re.compile(
    "dns error|name resolution|error sending request|failed to establish a new connection"
    "|connection refused|timed out|network is unreachable|max retries exceeded"
    "|failed to fetch|certificate verify failed|invalid peer certificate|proxyerror",
    re.IGNORECASE,
)


class Problem(Exception):
    """Something the person at the keyboard can mend; the message says how."""


# ------------------------------------------------------------------- commands


def demo(options, _rest):
    """Fill an empty database with Maple Street School and start the server."""
    refuse_taken_port(options.port)
    python = ready_python("base")
    arguments = ["manage.py", "demo", "--port", str(options.port)]
    if options.on:
        arguments += ["--on", options.on.isoformat()]
    if options.reset:
        arguments += ["--reset"]
    return hand_over([python, *arguments], without("DEBUG"))


def test(options, rest):
    """Run the tests; any further arguments go to pytest."""
    env = without("DEMO")
    if options.database:
        env["DATABASE_URL"] = options.database
    if not options.browser:
        python = ready_python("dev")
        return hand_over([python, "-m", "pytest", *in_parallel(rest), *rest], env)

    env["CHROMIUM"] = find_chromium() or ""
    if not env["CHROMIUM"]:
        say(
            "The browser tests were skipped: no Chromium was found. Install one "
            "(Debian: apt-get install chromium) or name yours in the variable CHROMIUM."
        )
        return 0
    python = ready_python("browser")
    where = [] if names_a_path(rest) else ["tests/browser"]
    return hand_over([python, "-m", "pytest", *where, *in_parallel(rest), *rest], env)


def browser(options, rest):
    """Run the browser tests: the same as ``test --browser``."""
    options.browser = True
    return test(options, rest)


def manage(_options, rest):
    """Run a command of manage.py with development settings."""
    return hand_over([ready_python("base"), "manage.py", *rest], development_settings())


def lint(options, _rest):
    """Run every check that needs no database; all of them, also after one has failed."""
    python = ready_python("dev")
    env = {**development_settings(), "DATABASE_URL": "sqlite://:memory:"}
    failed = []
    for name, command in lint_steps(python, fix=options.fix):
        say(f"- {name}")
        if subprocess.call(command, cwd=str(ROOT), env=env):
            failed.append(name)
    say("Not yet right: " + ", ".join(failed) + "." if failed else "All checks passed.")
    return 1 if failed else 0


def lock(options, _rest):
    """Compile requirements/*.txt anew from pyproject.toml, with hashes, for every platform."""
    compile_all(find_uv(), ["--upgrade"] if options.upgrade else [])
    return 0


# ------------------------------------------------------- an environment to run in


def ready_python(group):
    """The interpreter of .venv, with at least this group of requirements installed."""
    wanted = max(group, stamped_group(), key=GROUPS.index)
    python = venv_python()
    if not python.exists() or read_stamp() != stamp_for(wanted):
        install(wanted, python)
    if sys.dont_write_bytecode:  # then each process of each start would compile plc anew
        for app in APPS:
            compileall.compile_dir(str(ROOT / app), quiet=2)
    return str(python)


def install(wanted, python):
    """Make .venv hold just the requirements of a group, and remember that it does."""
    say("Installing what plc needs; this is done once.")
    uv = find_uv()
    make_venv(uv)
    sync = [uv, "pip", "sync", "--require-hashes", "--python", str(python)]
    if sys.dont_write_bytecode:  # then no later start would keep what it compiles
        sync += ["--compile-bytecode"]
    run_tool([*sync, str(locked(wanted))], "The requirements could not be installed.")
    STAMP.write_text(stamp_for(wanted), encoding="utf-8")


def stamp_for(group):
    """What the stamp says when this group is installed: its name, then a digest of all that
    decides what gets installed."""
    digest = hashlib.sha256("{}.{}".format(*sys.version_info).encode())
    for each in GROUPS:
        digest.update(locked(each).read_bytes())
    return f"{group} {digest.hexdigest()}"


def read_stamp():
    return STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""


def stamped_group():
    """The group installed last, so that a demo after a test takes no test tools away."""
    group = read_stamp().partition(" ")[0]
    return group if group in GROUPS else "base"


def locked(group):
    return REQUIREMENTS / f"{group}.txt"


def venv_python():
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def make_venv(uv):
    """Make .venv, unless there is one of this very Python version that still works."""
    if venv_python().exists() and venv_version() == "{}.{}".format(*sys.version_info):
        return
    if VENV.exists():
        shutil.rmtree(str(VENV))
    run_tool(
        [uv, "venv", "--python", sys.executable, str(VENV)], "The folder .venv could not be made."
    )


def venv_version():
    """The version of .venv's Python as "3.11", read from its file rather than by starting it."""
    settings = VENV / "pyvenv.cfg"
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    found = re.search(r"^version(?:_info)? *= *(\d+\.\d+)", text, re.MULTILINE)
    return found.group(1) if found else ""


def find_uv():
    """The uv on PATH if it starts (a version manager's shim may not), else our own."""
    on_path = shutil.which("uv")
    if on_path and starts(on_path):
        return on_path
    own = own_uv()
    if not own:
        install_uv()
        own = own_uv()
    if not own:
        raise Problem("uv was installed into .uv, but cannot be found there. Delete .uv and retry.")
    return own


def own_uv():
    places = [str(OWN_UV / folder) for folder in ("bin", "Scripts")]
    return shutil.which("uv", path=os.pathsep.join(places))


def starts(program):
    try:
        done = subprocess.run([program, "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def install_uv():
    """Put the pinned uv into .uv: never into .venv, where an exact sync would remove it."""
    if importlib.util.find_spec("pip"):
        pip, target = [sys.executable, "-m", "pip"], ["--target", str(OWN_UV), "--upgrade"]
    elif importlib.util.find_spec("ensurepip"):
        run_tool([sys.executable, "-m", "venv", str(OWN_UV)], "The folder .uv could not be made.")
        pip, target = [str(OWN_UV / venv_python().relative_to(VENV)), "-m", "pip"], []
    else:
        raise Problem(
            "This Python has neither pip nor venv, and uv was not found. Install one of them "
            "(Debian and Ubuntu: apt-get install python3-venv), then start again."
        )
    only_pinned = ["--no-deps", "--require-hashes", "-r", str(locked("uv"))]
    run_tool(
        [*pip, "install", "--timeout", "30", "--retries", "2", *target, *only_pinned],
        "uv, which installs the rest, could not be installed.",
    )


def run_tool(command, sentence):
    """Run a tool out of sight; when it fails, raise one clear sentence and its last lines."""
    done = subprocess.run(
        command,
        cwd=str(ROOT),
        env=installer_settings(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Problem(explain(done.stdout, sentence))


def explain(output, sentence):
    if UNREACHABLE.search(output):
        sentence = (
            "The package index could not be reached. Check the network, and the proxy or index "
            "settings if you use any, then start again."
        )
    last_lines = [line for line in output.splitlines() if line.strip()][-8:]
    return "\n    ".join([sentence, *last_lines])


def installer_settings(environ):
    """The environment for uv and pip: the index and certificates that pip was given hold for uv
    too, and nothing may send packages elsewhere than asked."""
    env = {**environ}
    env.pop("UV_SYSTEM_PYTHON", None)
    env.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", UV_PYTHON_DOWNLOADS="never")
    pip = pip_settings()
    if "index-url" in pip and "UV_INDEX_URL" not in env:
        env.setdefault("UV_DEFAULT_INDEX", pip["index-url"])
    if "cert" in pip:
        env.setdefault("SSL_CERT_FILE", pip["cert"])
    if SYSTEM_CERTIFICATES.exists():  # a school's network may have an authority of its own
        env.setdefault("UV_SYSTEM_CERTS", "1")
    return env


def pip_settings():
    """What pip's files and variables say, as {"index-url": ...}; the last one said wins."""
    if not importlib.util.find_spec("pip"):
        return {}
    asked = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return dict(re.findall(r"^(?:global|install|:env:)\.([\w-]+)='(.*)'$", listed, re.MULTILINE))


def development_settings():
    """The environment for manage.py: plc is strict unless told that this is no real school."""
    return dict(os.environ) if "DEMO" in os.environ else {"DEBUG": "1", **os.environ}


def without(name):
    """The environment without this variable: DEMO and DEBUG exclude each other."""
    return {key: value for key, value in os.environ.items() if key != name}


# ------------------------------------------------------------------ smaller pieces


def refuse_taken_port(port):
    """Raise Problem when the server could not listen: sooner, and kinder, than Django would."""
    trouble = port_trouble(port)
    if trouble is None:
        return
    if isinstance(trouble, PermissionError):
        raise Problem(f"Port {port} may not be used by this account. Try one above 1023.")
    free = next((n for n in range(port + 1, min(port + 100, 65536)) if not port_trouble(n)), 0)
    raise Problem(
        f"Port {port} is already taken, perhaps by a demo that still runs. Stop that one, "
        f"or choose another port: python3 dev.py demo --port {free}"
    )


def port_trouble(port):
    """The error of listening on this port, or None."""
    with socket.socket() as listener:
        if not WINDOWS:  # as Django does: a port that was closed a moment ago is free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(1)
        except OSError as trouble:
            return trouble
    return None


def in_parallel(rest):
    """Use every core for the whole suite; for a named file the workers cost more than they save."""
    chosen = any(re.match("-n|--numprocesses|no:xdist|--pdb|--trace|-h", each) for each in rest)
    if chosen or names_a_path(rest) or (os.cpu_count() or 1) == 1:
        return []
    return ["-n", "auto", "--dist", "worksteal"]


def names_a_path(rest):
    return any(each.startswith("tests") for each in rest)


def find_chromium():
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next(filter(None, (shutil.which(name) for name in names if name)), None)


def lint_steps(python, *, fix):
    """Each check's name and command; with fix=True, the ones that can mend a file do."""
    module = [python, "-m"]
    djade = str(Path(python).with_name("djade"))
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    lint_imports = "from importlinter.cli import lint_imports_command as run; run()"
    check = [] if fix else ["--check"]
    mend = ["--fix"] if fix else []
    return [
        ("format", [*module, "ruff", "format", *check, "--output-format", "concise", "."]),
        ("style", [*module, "ruff", "check", *mend, "--output-format", "concise", "."]),
        ("templates", [djade, *check, "--target-version", "5.2", *templates]),
        ("floors", [python, "-c", lint_imports]),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("types", [*module, "mypy"]),
    ]


def compile_all(uv, extra):
    """Compile each group; what the one before it pinned holds there too. uv's own stands alone."""
    for before, group in zip((None, *GROUPS), GROUPS, strict=False):
        sources = ["pyproject.toml"]
        for each in GROUPS[1 : GROUPS.index(group) + 1]:
            sources += ["--group", each]
        if before:
            sources += ["--constraint", f"requirements/{before}.txt"]
        compile_file(uv, group, [*sources, *extra])
    compile_file(uv, "uv", ["--group", "installer", *extra])


def compile_file(uv, name, sources):
    target = f"requirements/{name}.txt"
    say(f"- {target}")
    how = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet"]
    run_tool([uv, "pip", "compile", *how, *sources, "--output-file", target], "Locking failed.")


def hand_over(command, env):
    """Become the tool, so that its signals, exit code and Ctrl-C are its own."""
    if not WINDOWS:
        os.chdir(str(ROOT))
        sys.stdout.flush()
        os.execve(command[0], command, env)
    return subprocess.call(command, cwd=str(ROOT), env=env)


def day(text):
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2027-01-21") from error


def say(sentence):
    print(sentence, flush=True)


def parser():
    top = argparse.ArgumentParser(prog="dev.py", description=__doc__.partition("\n")[0])
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(command, **options):
        summary = command.__doc__.partition("\n")[0]
        sub = commands.add_parser(
            command.__name__, help=summary, description=summary, allow_abbrev=False, **options
        )
        sub.set_defaults(run=command)
        return sub

    sub = add(demo)
    sub.add_argument("--port", type=int, default=8000)
    sub.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="let it be this day")
    sub.add_argument("--reset", action="store_true", help="empty the demo's database first")
    for command in (test, browser):
        sub = add(command)
        sub.add_argument("--browser", action="store_true", help="run tests/browser instead")
        sub.add_argument("--database", metavar="URL", help="as DATABASE_URL; default: SQLite")
    add(manage, add_help=False)
    add(lint).add_argument("--fix", action="store_true", help="mend what can be mended")
    add(lock).add_argument("--upgrade", action="store_true", help="take newer releases")
    return top


def main(arguments=None):
    commands = parser()
    options, rest = commands.parse_known_args(arguments)
    if rest and options.command not in PASS_ON:
        commands.error("unknown: " + " ".join(rest))
    try:
        return options.run(options, rest)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
