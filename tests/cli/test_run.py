"""`./run` on machines of all kinds, played by a Python that only notes what it is asked to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "cat", "cksum", "rm", "mkdir", "cp", "chmod")  # what any system has
FAKE = """#!/bin/sh
case "$*" in
    *ensurepip,*) exit {ensurepip} ;;
    *version_info*) exit {version} ;;
    *distribution*) exit {complete} ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    *"oracle]") echo "install ${{PWD}} $*" >>"$NOTES"; exit {oracle} ;;
    *"pip install"*) echo "install ${{PWD}} $*" >>"$NOTES"; exit {pip} ;;
    "-m bot "*) echo "$*, configured by $KEXUN_CONFIG" >>"$NOTES" ;;
    "-m pytest "*) echo "$*" >>"$NOTES" ;;
esac
"""


class Machine:
    """A folder `a project` with `run` in it, and commands of its own."""

    def __init__(self, folder: Path) -> None:
        self.project, self.commands, self._notes = folder / "a project", folder / "commands", folder / "notes"
        self.project.mkdir()
        self.commands.mkdir()
        for name in ("run", "pyproject.toml", "config.yaml"):
            shutil.copy(ROOT / name, self.project)
        for name in TOOLS:
            (self.commands / name).symlink_to(shutil.which(name))

    def has_python(self, **results: int) -> None:
        """Exit statuses for what it is asked: `version`, `ensurepip`, `complete`, `pip`, `oracle`; 0 if left out."""
        python = self.commands / "python3"
        python.write_text(FAKE.format(**{"version": 0, "ensurepip": 0, "complete": 0, "pip": 0, "oracle": 0} | results))
        python.chmod(0o755)
        if (venv := self.project / ".venv" / "bin" / "python").exists():
            shutil.copy(python, venv)

    def run(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        environ |= {"PATH": str(self.commands), "NOTES": str(self._notes)}
        command = [str(self.project / "run"), *words]
        return subprocess.run(command, cwd="/", env=environ, capture_output=True, text=True, timeout=30, check=False)

    def notes(self) -> list[str]:
        """What Python was asked to do since the last look."""
        text = self._notes.read_text() if self._notes.exists() else ""
        self._notes.unlink(missing_ok=True)
        return [line.replace(str(self.project), "HERE") for line in text.splitlines()]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


INSTALL = "install / -m pip install --disable-pip-version-check --no-input -e HERE"
SERVE = "-m bot serve, configured by HERE/config.yaml"


def test_the_first_start_installs_and_the_second_does_not(machine):
    machine.has_python()
    first = machine.run("serve")
    assert first.returncode == 0
    assert "正在安装" in first.stderr and "Installing" in first.stderr
    assert machine.notes() == [INSTALL, SERVE]
    assert machine.run("serve").stderr == ""
    assert machine.notes() == [SERVE]


def test_testing_wants_more_than_serving_and_serving_then_has_enough(machine):
    machine.has_python()
    machine.run("serve")
    machine.notes()
    machine.run("test", "-k", "two words")
    assert machine.notes() == [f"{INSTALL}[dev,oracle]", "-m pytest -n auto --dist worksteal -k two words"]
    machine.run("serve")
    assert machine.notes() == [SERVE]


def test_where_telegram_s_own_parser_cannot_be_had_the_tests_run_without_it(machine):
    machine.has_python(oracle=1)
    assert "tdjson" in machine.run("test").stderr
    assert machine.notes() == [f"{INSTALL}[dev,oracle]", f"{INSTALL}[dev]", "-m pytest -n auto --dist worksteal"]
    machine.run("test")
    assert machine.notes() == ["-m pytest -n auto --dist worksteal"]


@pytest.mark.parametrize("change", ["pyproject", "moved"])
def test_a_changed_project_or_a_moved_folder_is_installed_again(machine, change):
    machine.has_python()
    machine.run("serve")
    machine.notes()
    if change == "pyproject":
        with (machine.project / "pyproject.toml").open("a") as file:
            file.write("# changed\n")
    else:
        machine.project = machine.project.rename(machine.project.with_name("elsewhere"))
    machine.run("serve")
    assert machine.notes() == [INSTALL, SERVE]


def test_an_install_that_failed_is_begun_anew(machine):
    machine.has_python(pip=1)
    failed = machine.run("serve")
    assert failed.returncode == 1
    assert "安装没有完成" in failed.stderr and "Installing did not succeed" in failed.stderr
    (machine.project / ".venv" / "leftover").touch()
    machine.has_python()
    assert machine.run("serve").returncode == 0
    assert not (machine.project / ".venv" / "leftover").exists()


def test_an_environment_from_which_packages_have_gone_is_made_anew(machine):
    machine.has_python()
    machine.run("serve")
    machine.notes()
    machine.has_python(complete=1)
    machine.run("serve")
    assert machine.notes() == [INSTALL, SERVE]


def test_an_environment_whose_python_has_gone_is_made_anew(machine):
    machine.has_python()
    machine.run("serve")
    machine.notes()
    (machine.project / ".venv" / "bin" / "python").unlink()
    machine.run("serve")
    assert machine.notes() == [INSTALL, SERVE]


@pytest.mark.parametrize("version", [None, 1])
def test_a_machine_without_a_python_that_is_new_enough_is_told_so(machine, version):
    if version is not None:
        machine.has_python(version=version)
    told = machine.run("serve")
    assert told.returncode == 1
    assert told.stderr.splitlines() == [
        "需要 Python 3.11 或更新的版本，请先安装（例如 apt-get install python3）。",
        "Python 3.11 or newer is needed: please install it first (for example: apt-get install python3).",
    ]


def test_a_machine_without_venv_is_told_which_package_is_missing(machine):
    machine.has_python(ensurepip=1)
    told = machine.run("serve")
    assert told.returncode == 1
    assert "python3-venv" in told.stderr


def test_the_demo_has_a_configuration_and_a_database_of_its_own(machine):
    machine.has_python()
    machine.run("demo", TELEGRAM_TOKEN="1:abc")
    assert machine.notes()[-1] == "-m bot serve, configured by HERE/var/demo/config.yaml"


def test_help_is_bilingual_and_an_unknown_word_shows_it(machine):
    shown = machine.run("help")
    assert shown.returncode == 0 and "运行测试" in shown.stdout and "Run the tests" in shown.stdout
    unknown = machine.run("tset")
    assert unknown.returncode == 2 and unknown.stderr == shown.stdout


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_scripts_name_no_host_and_can_be_run(script):
    path = ROOT / script
    assert os.access(path, os.X_OK)
    assert "://" not in path.read_text(encoding="utf-8")
