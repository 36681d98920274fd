"""Nothing is installed that is not named with its exact version and hash, and the short lists that people read say the same."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.places import ROOT

RUN, BUILD, SERVER, DEV = LOCKS = "requirements.lock", "requirements-build.lock", "requirements-server.lock", "requirements-dev.lock"
LISTS = {
    RUN: ("requirements.txt",),
    BUILD: ("requirements.txt", "requirements-build.txt"),
    SERVER: ("requirements.txt", "requirements-server.txt"),
    DEV: ("requirements.txt", "requirements-build.txt", "requirements-server.txt", "requirements-dev.txt"),
}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PRODUCT = [path for where in ("*.py", "geo/**/*.py", "ui/**/*.py", "pages/*.py") for path in sorted(ROOT.glob(where))]


def entries(lock: str) -> list[tuple[Requirement, int]]:
    """Requirements of a lock, each with its number of hashes."""
    text = re.sub(r"^ *#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(Requirement(line.split(" --hash", 1)[0].strip()), len(HASH.findall(line))) for line in text.splitlines() if line.strip()]


def listed(*files: str) -> dict[str, str]:
    """Names and versions of the short lists."""
    lines = [line for file in files for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    found = [Requirement(line) for line in lines if not line.startswith(("#", "-r "))]
    return {canonicalize_name(one.name): str(one.specifier) for one in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_has_one_version_and_hashes(lock: str) -> None:
    for requirement, hashes in entries(lock):
        assert re.fullmatch(r"==[^*]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_the_versions_of_the_short_lists(lock: str) -> None:
    locked = {canonicalize_name(one.name): str(one.specifier) for one, _ in entries(lock) if one.marker is None}
    wanted = listed(*LISTS[lock])
    assert {name: locked.get(name) for name in wanted} == wanted, "run: make lock"


def test_tests_run_on_what_a_server_runs_on() -> None:
    # On which systems a package is needed may differ: a longer list can need elsewhere, or here, what a shorter one needs there alone.
    run, build, server, dev = ({f"{one.name}{one.specifier}" for one, _ in entries(lock)} for lock in LOCKS)
    assert run <= build <= dev, "run: make lock"
    assert run <= server <= dev, "run: make lock"


def test_the_lock_is_what_the_short_list_needs_and_nothing_else() -> None:
    """Followed from the short list by what each installed package says that it needs."""
    waiting, needed = [Requirement(name) for name in listed("requirements.txt")], set()
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        if (name, *sorted(asked.extras)) in needed:
            continue
        needed.add((name, *sorted(asked.extras)))
        for line in requires(name) or ():
            one = Requirement(line)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *asked.extras)):
                waiting.append(one)
    here = {canonicalize_name(one.name) for one, _ in entries(RUN) if one.marker is None or one.marker.evaluate()}
    assert {name for name, *_ in needed} == here, "run: make lock"


def test_what_is_imported_is_in_the_short_list() -> None:
    """A package that only came along with another may be gone with the next version of that one."""
    imported = set()
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    others = imported - set(sys.stdlib_module_names) - {"geo", "ui"}
    came_with = packages_distributions()
    names = listed("requirements.txt", "requirements-build.txt", "requirements-server.txt")
    assert {one for one in others if not {canonicalize_name(name) for name in came_with.get(one, ())} & set(names)} == set()


def test_make_installs_only_what_matches_the_locks() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [
        line for line in makefile.replace("$(INSTALL)", re.findall(r"INSTALL := (.*)", makefile)[0]).splitlines() if " install " in line
    ]
    used = [line for line in installs if not line.startswith("INSTALL")]
    assert len(used) == 3
    for line in used:
        assert "--require-hashes" in line
        assert line.endswith(".lock")


def test_every_way_to_install_that_people_are_told_matches_a_lock() -> None:
    """In documents, and in messages on the screen and of the command line."""
    told = [
        path for path in sorted(ROOT.glob("**/*.md")) if not path.relative_to(ROOT).parts[0].startswith(".") and path.name != "CHANGELOG.md"
    ]
    found = {
        f"{path.relative_to(ROOT)}: {line}"
        for path in (*told, *PRODUCT)
        for line in re.findall(r"pip3? install[^`\n]*", path.read_text(encoding="utf-8"))
    }
    assert len(found) >= 5
    assert {line for line in found if not re.search(r"--require-hashes -r requirements(-build|-dev|-server)?\.lock\b", line)} == set()
