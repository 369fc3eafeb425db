"""Make .venv ready: the environment, the locked packages and the `supportfirst` command.

Run by `make`, with the machine's own Python and nothing but the standard library. What pip
is told about mirrors is passed on to uv for the length of one call and written nowhere.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": ROOT / "requirements" / "runtime.txt", "dev": ROOT / "requirements" / "dev.txt"}
OLDEST = (3, 11)


class SetUpStopped(Exception):
    """The machine lacks something that only its owner can give it; the text says what to do."""


def say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


def run(command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> bool:
    """Run one command with its output shown; True when it succeeded."""
    words = [str(word) for word in command]
    try:
        return (
            subprocess.run(words, cwd=ROOT, env={**os.environ, **(extra or {})}, check=False).returncode == 0
        )
    except FileNotFoundError:
        return False


def check_version() -> None:
    if sys.version_info < OLDEST:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetUpStopped(
            f"Supportfirst needs Python {OLDEST[0]}.{OLDEST[1]} or later; {sys.executable} is {found}. "
            "Where another is installed, name it: make PYTHON=python3.12 setup"
        )


def make_venv() -> None:
    """Create .venv, asking apt for Debian's separate venv package where it is missing."""
    if PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_venv_package()
    say("making .venv")
    if not run([sys.executable, "-m", "venv", VENV]):
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetUpStopped(
            f"“{sys.executable} -m venv” failed. On Debian or Ubuntu run: {apt_command('sudo ')}"
        )


def venv_package() -> str:
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def apt_command(prefix: str = "", package: str = "") -> str:
    return f"{prefix}apt-get install -y {package or venv_package()}"


def install_venv_package() -> None:
    if shutil.which("apt-get") is None:
        raise SetUpStopped(
            "This Python comes without ensurepip, which venv needs; install it as your system does."
        )
    install_package(
        venv_package(), f"This Python comes without its venv module. Please run: {apt_command('sudo ')}"
    )


def install_package(package: str, asked: str) -> None:
    """A system package by apt, where this user may; otherwise SetUpStopped with what to do."""
    if shutil.which("apt-get") is None:
        raise SetUpStopped(asked)
    if os.geteuid() == 0:
        prefix: list[str] = []
    elif shutil.which("sudo") and run(["sudo", "-n", "true"]):
        prefix = ["sudo", "-n"]
    else:
        raise SetUpStopped(asked)
    say(f"installing a system package that is missing: {apt_command(' '.join([*prefix, '']), package)}")
    install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    if not run(install) and not (run([*prefix, "apt-get", "update", "-q"]) and run(install)):
        raise SetUpStopped(asked)


def find_browser() -> None:
    """A Chromium for the tests that walk pages: the one CHROMIUM names, or the system's, or apt's."""
    if browser():
        return
    install_package(
        "chromium",
        "The browser tests need Chromium. Install it, or name one: make CHROMIUM=/path/to/chromium test. "
        f"On Debian or Ubuntu: {apt_command('sudo ', 'chromium')}",
    )


def browser() -> str:
    """The path of a Chromium; "" where there is none."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).exists() else ""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), "")


def pip_settings() -> dict[str, str]:
    """What pip is configured with on this machine; its environment wins, as it does for pip itself."""
    listed = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False, cwd=ROOT
    ).stdout
    pairs = [line.split("=", 1) for line in listed.splitlines() if "=" in line]
    found: dict[str, str] = {}
    for section in ("global.", "install.", ":env:."):
        for key, value in pairs:
            if key.startswith(section):
                found[key[len(section) :]] = value.strip().strip("'\"").replace("\\n", " ")
    return found


def uv_settings(pip: Mapping[str, str]) -> dict[str, str]:
    """The same for uv, which does not read pip's configuration. What uv is told already stands."""
    told = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": pip.get("extra-index-url", ""),
        "UV_FIND_LINKS": pip.get("find-links", "").replace(" ", ","),
        "SSL_CERT_FILE": pip.get("cert", ""),
        # hashes decide what may be installed, so looking in every index is as safe as in one
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_SYSTEM_CERTS": "true",
    }
    return {key: value for key, value in told.items() if value and key not in os.environ}


def uv_command() -> list[str]:
    """uv, from the path or from its own hashed lock inside .venv; empty when neither works."""
    inside = VENV / "bin" / "uv"
    if inside.exists():
        return [str(inside)]
    on_path = shutil.which("uv")
    if on_path:
        return [on_path]
    lock = ROOT / "requirements" / "uv.txt"
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return [str(inside)] if run([*pip, "--require-hashes", "-r", lock]) else []


def install(lock: Path) -> None:
    """The packages of one lock, every file checked against its hash; then the project itself."""
    say(f"installing the packages of {lock.relative_to(ROOT)}")
    locked: list[str | Path] = ["--require-hashes", "-r", lock]
    project: list[str | Path] = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    uv = uv_command()
    extra = uv_settings(pip_settings())
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for what in (locked, project):
        if uv and run(
            [*uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON, *what], extra
        ):
            continue
        if uv:
            say("uv could not; trying again with pip")
        if not run([*pip, *what]):
            raise SetUpStopped(
                "the packages could not be installed; the lines above say why. Mostly it is the network: "
                "check that pip can reach its index, then run the same command again"
            )


def lock() -> None:
    """Compile requirements/*.txt from *.in: hashes, no addresses, pins kept where *.in allows them."""
    how = ["--quiet", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    for name in ("uv", "runtime", "dev"):
        files = ["--output-file", f"requirements/{name}.txt", f"requirements/{name}.in"]
        compiled = [*uv_command(), "pip", "compile", *how, "--python-version", "3.11", *files]
        if not run(compiled, uv_settings(pip_settings())):
            raise SetUpStopped(f"requirements/{name}.in could not be compiled; the lines above say why")


def main(arguments: Sequence[str]) -> int:
    """`runtime`, `dev`: install that lock, making .venv first; `lock`: compile them; `browser`: find one."""
    try:
        check_version()
        make_venv()
        if arguments[0] == "lock":
            lock()
        elif arguments[0] == "browser":
            find_browser()
        else:
            install(LOCKS[arguments[0]])
    except SetUpStopped as stopped:
        print(f"set-up stopped: {stopped}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
