"""dev.py: what it decides. That it installs on a bare machine is what .ci/run shows."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev

PIP_SAYS_NO_NETWORK = """\
Looking in indexes: https://index.example/simple
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(\
'<HTTPConnection object>: Failed to establish a new connection: [Errno 111] Connection refused')'
ERROR: Could not find a version that satisfies the requirement uv
"""
UV_SAYS_NO_NETWORK = """\
error: Failed to fetch: https://index.example/simple/django/
  cause: tcp connect error
"""
UV_SAYS_BAD_HASH = """\
error: Hash mismatch for `django==5.2.19`
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty project: dev.py's paths point into it, and nothing is installed."""
    for name in ("VENV", "OWN_UV", "REQUIREMENTS", "STAMP"):
        monkeypatch.setattr(dev, name, tmp_path / getattr(dev, name).relative_to(dev.ROOT))
    dev.REQUIREMENTS.mkdir()
    for group in dev.GROUPS:
        dev.locked(group).write_text(f"# {group}\n")
    return tmp_path


@pytest.fixture
def installs(folder, monkeypatch):
    """The groups that got installed, in order; nothing is downloaded."""
    done = []

    def run_tool(command, _sentence):
        done.append(Path(command[-1]).stem)

    monkeypatch.setattr(dev, "find_uv", lambda: "uv")
    monkeypatch.setattr(dev, "make_venv", lambda _uv: make_venv_of("3.11"))
    monkeypatch.setattr(dev, "run_tool", run_tool)
    return done


def make_venv_of(version):
    dev.venv_python().parent.mkdir(parents=True, exist_ok=True)
    dev.venv_python().touch()
    (dev.VENV / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion_info = {version}.4\n")


@pytest.fixture
def handed_over(folder, monkeypatch):
    """The commands and environments that dev.py would become."""
    calls = []
    monkeypatch.setattr(dev, "hand_over", lambda command, env: calls.append((command, env)) or 0)
    monkeypatch.setattr(dev, "ready_python", lambda group: f"python-with-{group}")
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"]})
    return calls


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield listener.getsockname()[1]


# ----------------------------------------------------------------- installing


def test_the_first_start_installs_and_the_second_does_not(installs):
    dev.ready_python("base")
    dev.ready_python("base")

    assert installs == ["base"]


def test_a_test_after_a_demo_adds_the_test_tools(installs):
    dev.ready_python("base")
    dev.ready_python("dev")

    assert installs == ["base", "dev"]


@pytest.mark.parametrize("forbidden", [True, False])
def test_plc_is_compiled_once_where_python_may_not_keep_what_it_compiles(
    installs, folder, monkeypatch, forbidden
):
    (folder / "lessons").mkdir()
    (folder / "lessons/day.py").write_text("WEEKDAYS = 5\n")
    monkeypatch.setattr(dev, "ROOT", folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", forbidden)
    dev.ready_python("base")

    assert bool(list(folder.glob("lessons/__pycache__/day.*.pyc"))) is forbidden


def test_a_demo_after_a_test_takes_nothing_away(installs):
    dev.ready_python("browser")
    dev.ready_python("base")
    dev.ready_python("dev")

    assert installs == ["browser"]


def test_changed_requirements_are_installed_for_the_larger_group(installs):
    dev.ready_python("dev")
    dev.locked("base").write_text("# another release\n")
    dev.ready_python("base")

    assert installs == ["dev", "dev"]


def test_a_failed_install_is_tried_again(installs, monkeypatch):
    def fail(_command, sentence):
        raise dev.Problem(sentence)

    with monkeypatch.context() as patch:
        patch.setattr(dev, "run_tool", fail)
        assert dev.main(["manage", "check"]) == 1
    dev.ready_python("base")

    assert installs == ["base"]


def test_a_deleted_venv_is_made_again(installs):
    dev.ready_python("base")
    dev.venv_python().unlink()
    dev.ready_python("base")

    assert installs == ["base", "base"]


@pytest.mark.parametrize("line", ["version = 3.11.2", "version_info = 3.11.7"])
def test_the_version_of_a_venv_is_read_from_either_spelling(folder, line):
    dev.VENV.mkdir()
    (dev.VENV / "pyvenv.cfg").write_text(f"home = /usr/bin\n{line}\nprompt = plc\n")

    assert dev.venv_version() == "3.11"


def test_a_venv_of_another_python_is_replaced(folder, monkeypatch):
    commands = []
    monkeypatch.setattr(dev, "run_tool", lambda command, _sentence: commands.append(command))
    make_venv_of("3.10")

    dev.make_venv("uv")

    assert not dev.VENV.exists()
    assert commands == [["uv", "venv", "--python", sys.executable, str(dev.VENV)]]


def test_a_venv_of_this_python_is_kept(folder, monkeypatch):
    monkeypatch.setattr(dev, "run_tool", pytest.fail)
    make_venv_of("{}.{}".format(*sys.version_info))

    dev.make_venv("uv")

    assert dev.venv_python().exists()


# --------------------------------------------------------------------- finding uv


def write_program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_a_uv_on_path_is_taken(folder, monkeypatch):
    uv = write_program(folder / "on-path" / "uv", "echo uv 1.0")
    monkeypatch.setenv("PATH", str(folder / "on-path"))

    assert dev.find_uv() == uv


def test_a_shim_that_does_not_start_is_passed_over_for_our_own(folder, monkeypatch):
    write_program(folder / "on-path" / "uv", "exit 127")
    own = write_program(dev.OWN_UV / "bin" / "uv", "echo uv 1.0")
    monkeypatch.setenv("PATH", str(folder / "on-path"))

    assert dev.find_uv() == own


def test_without_pip_and_venv_the_sentence_names_the_debian_package(folder, monkeypatch):
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(dev.Problem, match=r"neither pip nor venv.*python3-venv"):
        dev.find_uv()


# ------------------------------------------------------------------ clear sentences


@pytest.mark.parametrize("output", [PIP_SAYS_NO_NETWORK, UV_SAYS_NO_NETWORK])
def test_an_unreachable_index_is_said_in_words_before_the_tools_own(output):
    text = dev.explain(output, "It failed.")

    assert text.startswith("The package index could not be reached.")
    assert text.endswith(output.splitlines()[-1])


def test_another_failure_is_not_blamed_on_the_network():
    text = dev.explain(UV_SAYS_BAD_HASH, "The requirements could not be installed.")

    assert text.splitlines() == [
        "The requirements could not be installed.",
        "    error: Hash mismatch for `django==5.2.19`",
    ]


def test_a_tool_that_fails_becomes_one_problem(folder):
    with pytest.raises(dev.Problem, match=r"^It failed\.\n    no luck$"):
        dev.run_tool([sys.executable, "-c", "import sys; sys.exit('no luck')"], "It failed.")


def test_a_taken_port_is_refused_with_a_free_one_to_use(taken_port):
    with pytest.raises(dev.Problem, match=f"^Port {taken_port} is already taken") as problem:
        dev.refuse_taken_port(taken_port)

    offered = int(str(problem.value).rpartition(" ")[2])
    assert dev.port_trouble(offered) is None


def test_a_taken_port_stops_a_demo_before_anything_is_installed(taken_port, monkeypatch, capsys):
    monkeypatch.setattr(dev, "ready_python", pytest.fail)

    assert dev.main(["demo", "--port", str(taken_port)]) == 1
    assert f"Port {taken_port} is already taken" in capsys.readouterr().err


def test_an_impossible_day_is_refused(capsys):
    with pytest.raises(SystemExit):
        dev.main(["demo", "--on", "2027-02-30"])

    assert "2027-02-30 is not a day such as 2027-01-21" in capsys.readouterr().err


def test_the_file_is_readable_by_pythons_too_old_to_run_plc():
    source = Path(dev.__file__).read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))


def test_an_old_python_is_told_which_one_it_takes():
    # The real one is not installed everywhere.
    pretend = "import runpy, sys; sys.version_info = (3, 8, 18); runpy.run_path(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", pretend, dev.__file__], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("plc needs Python 3.11 or newer; this is Python 3.8.")


# ------------------------------------------------------------------ what is started


def test_demo_passes_its_options_on_and_leaves_debug_behind(handed_over, monkeypatch):
    monkeypatch.setattr(dev, "port_trouble", lambda _port: None)
    os.environ["DEBUG"] = "1"

    dev.main(["demo", "--port", "8123", "--on", "2027-01-21", "--reset"])

    [(command, env)] = handed_over
    assert command == [
        *["python-with-base", "manage.py", "demo"],
        *["--port", "8123", "--on", "2027-01-21", "--reset"],
    ]
    assert "DEBUG" not in env


def test_manage_passes_everything_on_with_development_settings(handed_over):
    dev.main(["manage", "migrate", "students", "--check", "--help"])

    [(command, env)] = handed_over
    assert command == ["python-with-base", "manage.py", "migrate", "students", "--check", "--help"]
    assert env["DEBUG"] == "1"


def test_the_whole_suite_runs_on_every_core(handed_over, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    dev.main(["test", "--database", "postgres://postgres@127.0.0.1/plc"])

    [(command, env)] = handed_over
    assert command == [
        *["python-with-dev", "-m", "pytest"],
        *["-n", "auto", "--dist", "worksteal"],
    ]
    assert env["DATABASE_URL"] == "postgres://postgres@127.0.0.1/plc"


@pytest.mark.parametrize(
    "arguments", [["tests/goals"], ["-n", "0"], ["-n4"], ["--pdb"], ["-p", "no:xdist"]]
)
def test_one_process_or_the_asked_number_when_the_arguments_say_so(handed_over, arguments):
    dev.main(["test", *arguments])

    [(command, _env)] = handed_over
    assert command == ["python-with-dev", "-m", "pytest", *arguments]


def test_browser_tests_get_the_browser_that_was_found_and_every_core(
    handed_over, folder, monkeypatch
):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    os.environ["CHROMIUM"] = write_program(folder / "my-chromium", "exit 0")

    dev.main(["test", "--browser", "-k", "thread"])

    [(command, env)] = handed_over
    assert command == [
        *["python-with-browser", "-m", "pytest", "tests/browser"],
        *["-n", "auto", "--dist", "worksteal", "-k", "thread"],
    ]
    assert env["CHROMIUM"] == str(folder / "my-chromium")


def test_browser_tests_are_skipped_aloud_without_a_browser(handed_over, folder, capsys):
    os.environ["PATH"] = str(folder)

    assert dev.main(["test", "--browser"]) == 0

    assert handed_over == []
    assert "skipped: no Chromium was found" in capsys.readouterr().out


def test_only_commands_with_a_tool_behind_them_take_unknown_arguments(capsys):
    with pytest.raises(SystemExit):
        dev.main(["lint", "--unsafe"])

    assert "unknown: --unsafe" in capsys.readouterr().err


def test_lint_names_every_check_that_failed(handed_over, monkeypatch, capsys):
    monkeypatch.setattr(dev.subprocess, "call", lambda command, **_how: "ruff" in command)

    assert dev.main(["lint"]) == 1
    assert capsys.readouterr().out.endswith("Not yet right: format, style.\n")


# ----------------------------------------------------------------- an index and its certificates


PIP_CONFIG_LIST = """\
:env:.disable-pip-version-check='1'
global.cert='/school.pem'
global.index-url='https://pip.example/simple'
freeze.timeout='10'
"""


def test_uv_is_given_the_index_and_certificates_of_pip(tmp_path, monkeypatch):
    python = write_program(tmp_path / "python", f"cat <<'END'\n{PIP_CONFIG_LIST}END")
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _name: True)

    env = dev.installer_settings({})

    assert env["UV_DEFAULT_INDEX"] == "https://pip.example/simple"
    assert env["SSL_CERT_FILE"] == "/school.pem"


def test_an_index_given_to_uv_itself_wins(monkeypatch):
    monkeypatch.setattr(dev, "pip_settings", lambda: {"index-url": "https://pip.example"})

    env = dev.installer_settings({"UV_DEFAULT_INDEX": "https://uv.example"})

    assert env["UV_DEFAULT_INDEX"] == "https://uv.example"


@pytest.mark.parametrize(("exists", "trusted"), [(True, "1"), (False, None)])
def test_uv_trusts_what_the_system_trusts_where_that_is_known(
    tmp_path, monkeypatch, exists, trusted
):
    certificates = tmp_path / "certificates.crt"
    if exists:
        certificates.touch()
    monkeypatch.setattr(dev, "SYSTEM_CERTIFICATES", certificates)

    assert dev.installer_settings({}).get("UV_SYSTEM_CERTS") == trusted


# -------------------------------------------------------------------- the lock


@pytest.mark.parametrize("group", [*dev.GROUPS, "uv"])
def test_requirements_are_pinned_and_hashed_and_name_no_host(group):
    text = dev.locked(group).read_text(encoding="utf-8")

    pins = [line for line in text.splitlines() if line[:1].isalpha()]
    assert pins
    assert all("==" in pin for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text


def test_each_group_holds_the_one_before_it():
    pins = [
        {line.split()[0] for line in dev.locked(group).read_text().splitlines() if "==" in line}
        for group in dev.GROUPS
    ]

    assert pins[0] < pins[1] < pins[2]
