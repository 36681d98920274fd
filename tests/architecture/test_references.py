"""What the words of the repository name is there, and what the product defines is used."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from tests.helpers.places import ROOT

PATH = re.compile(r"(?<![\w/.])((?:geo|ui|tests|docs|data|static|pages|benchmarks)/[\w/]+\.(?:py|md|toml|js|css|csv|ttf))\b")
MODULE = re.compile(r"`((?:geo|ui|tests)(?:\.[a-z_]\w*)+)\b")
READ = ("*.md", "docs/**/*.md", "data/*.md", "geo/**/*.py", "geo/**/*.toml", "ui/**/*.py", "static/*.js", "static/*.css", "config.toml")
# Old entries of the changelog name the files of their day.
WRITTEN = [path for pattern in READ for path in sorted(ROOT.glob(pattern)) if path.name != "CHANGELOG.md"]
PRODUCT = [path for folder in ("geo", "ui", "pages", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))] + [ROOT / "app.py"]
# Python itself, and the reader of type stubs, use these.
OF_PYTHON = {"__all__"}


def is_there(module: str) -> bool:
    """Whether a module is there, or a module that defines the last part of the name."""
    path = ROOT.joinpath(*module.split("."))
    above = [path.parent.with_suffix(".py"), path.parent / "__init__.py"]
    defined = any(re.search(rf"\b{path.name}\b", one.read_text(encoding="utf-8")) for one in above if one.is_file())
    return path.is_dir() or path.with_suffix(".py").is_file() or defined


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_modules_that_are_named_are_there(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [name for name in PATH.findall(text) if not (ROOT / name).exists()] == []
    assert [name for name in MODULE.findall(text) if not is_there(name)] == []


def defined_in(tree: ast.Module) -> set[str]:
    names = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    targets += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    return names | {target.id for target in targets if isinstance(target, ast.Name)}


def test_nothing_is_defined_that_only_tests_use() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in PRODUCT}
    counts = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    defined = {name for text in texts.values() for name in defined_in(ast.parse(text))} - OF_PYTHON
    assert sorted(name for name in defined if counts[name] == 1) == []
