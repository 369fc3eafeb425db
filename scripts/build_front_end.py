"""Build the site's style sheet and scripts from the exact npm packages of frontend/package-lock.json.

Nothing of theirs is committed and nobody need install Node.js: where the machine has no npm, the wheel of
frontend/nodejs.txt brings one into .venv. Work is done under .venv/front-end; what the site serves goes to
supportfirst/casework/web/static/built, and the fixtures that our templates are compared with stay behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SOURCES = ROOT / "frontend"
NODEJS = SOURCES / "nodejs.txt"
WORKSHOP = VENV / "front-end"
BUILT = ROOT / "supportfirst" / "casework" / "web" / "static" / "built"
FIXTURES = WORKSHOP / "fixtures"
STAMP = WORKSHOP / "stamp"
PACKAGES = WORKSHOP / "node_modules"
GOVUK = PACKAGES / "govuk-frontend" / "dist" / "govuk"
COPIED = {
    "govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js",
    "htmx.min.js": PACKAGES / "htmx.org" / "dist" / "htmx.min.js",
    "init.js": WORKSHOP / "init.js",
    "icon.svg": WORKSHOP / "icon.svg",
}
STYLES = "site.css"
# A service that is not on gov.uk may show neither.
NOT_OURS = ("GDS Transport", "govuk-crest", "@font-face")
# npm asks its own home about news and support unless told not to; scripts of packages are not needed
NPM_FLAGS = ("--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--loglevel=error")


class BuildStopped(Exception):
    """The front end cannot be built; the text says why and what to do."""


def say(text: str) -> None:
    print(f"front end: {text}", flush=True)


def inputs() -> list[Path]:
    """Every file that decides what is built, this one among them."""
    return [Path(__file__).resolve(), ROOT / ".npmrc", *sorted(p for p in SOURCES.iterdir() if p.is_file())]


def digest(paths: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_current(wanted: str) -> bool:
    made = [BUILT / STYLES, *(BUILT / name for name in COPIED), FIXTURES]
    return STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted and all(p.exists() for p in made)


def run(
    command: Sequence[str | Path], *, where: Path, what: str, extra: Mapping[str, str] | None = None
) -> None:
    """Run one command quietly; when it fails, show all it said under `what`."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=where,
        env={**os.environ, **(extra or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildStopped(f"{what}\n{done.stdout}{done.stderr}".rstrip())


def npm() -> Path:
    """The machine's npm, or one inside .venv, which is installed the first time that it is needed."""
    on_path = shutil.which("npm")
    if on_path:
        return Path(on_path)
    inside = VENV / "bin" / "npm"
    if not inside.exists():
        say("this machine has no npm; bringing one into .venv")
        run(
            [VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", NODEJS],
            where=ROOT,
            what="npm could not be installed into .venv. Mostly it is the network: check that pip can reach "
            "its index and run the same command again, or install Node.js 20 or later yourself. pip said:",
        )
    return inside


def with_node() -> dict[str, str]:
    """npm runs `node` from the path, where .venv's own must be found."""
    return {"PATH": os.pathsep.join([os.environ.get("PATH", os.defpath), str(VENV / "bin")])}


def fill_workshop() -> None:
    """Lay the sources into the workshop, where npm may leave what it likes."""
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    for path in inputs():
        shutil.copyfile(path, WORKSHOP / path.name)


def install(command: Path) -> None:
    say("installing the packages of frontend/package-lock.json")
    run(
        [command, "ci", *NPM_FLAGS],
        where=WORKSHOP,
        extra=with_node(),
        what="npm could not install the packages. Mostly it is the network: check that npm can reach its "
        "registry, then run the same command again. npm said:",
    )


def compile_styles(command: Path) -> None:
    say("compiling the style sheet")
    run(
        [command, "run", "--silent", "styles"],
        where=WORKSHOP,
        extra=with_node(),
        what="frontend/site.scss does not compile. Sass said:",
    )
    text = (WORKSHOP / "made" / STYLES).read_text(encoding="utf-8")
    found = [words for words in NOT_OURS if words in text]
    if found:
        raise BuildStopped(
            f"the style sheet names {', '.join(found)}, which only GOV.UK may show: see frontend/site.scss"
        )


def collect() -> None:
    """Put what is served in its place: each file whole, or not at all."""
    BUILT.mkdir(parents=True, exist_ok=True)
    for name, source in {STYLES: WORKSHOP / "made" / STYLES, **COPIED}.items():
        fresh = BUILT / f".{name}.part"
        shutil.copyfile(source, fresh)
        fresh.replace(BUILT / name)


def collect_fixtures() -> None:
    """One JSON file a component: the options and the HTML that GOV.UK Frontend makes of them."""
    FIXTURES.mkdir(exist_ok=True)
    for source in sorted(GOVUK.glob("components/*/fixtures.json")):
        told = json.loads(source.read_text(encoding="utf-8"))
        kept = [{key: each[key] for key in ("name", "options", "html")} for each in told["fixtures"]]
        target = FIXTURES / f"{told['component']}.json"
        target.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def build() -> None:
    wanted = digest(inputs())
    if is_current(wanted):
        say("nothing has changed")
        return
    fill_workshop()
    command = npm()
    install(command)
    compile_styles(command)
    collect()
    collect_fixtures()
    STAMP.write_text(wanted, encoding="utf-8")
    say(f"built {BUILT.relative_to(ROOT)}")


def lock() -> None:
    """Write frontend/package-lock.json anew after a change of package.json, without any address."""
    fill_workshop()
    run(
        [npm(), "install", "--package-lock-only", *NPM_FLAGS],
        where=WORKSHOP,
        extra=with_node(),
        what="npm could not write the lock. npm said:",
    )
    told = json.loads((WORKSHOP / "package-lock.json").read_text(encoding="utf-8"))
    for package in told["packages"].values():
        package.pop("funding", None)  # addresses of donation pages
        package.pop("resolved", None)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (SOURCES / "package-lock.json").write_text(f"{text}\n", encoding="utf-8")
    say("wrote frontend/package-lock.json")


def main(arguments: Sequence[str]) -> int:
    """Build; or with `lock`, write the lock that builds are made from."""
    try:
        lock() if arguments == ["lock"] else build()
    except BuildStopped as stopped:
        print(f"front end: {stopped}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
