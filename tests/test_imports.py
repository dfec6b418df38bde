"""Imports point inward; told from the source, so that it holds for modules nothing loads yet."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EDGES = ("web", "jobs", "commands")
OURS = {"app", "config", "models", "wechat", "services", "sandbox", *EDGES}
FORBIDDEN = {
    "models": OURS - {"models"} | {"flask", "flask_openapi3"},
    "wechat": OURS - {"wechat", "models"} | {"flask", "flask_openapi3"},
    "services": OURS - {"services", "wechat", "models"} | {"flask", "flask_openapi3"},
    "config": {"app", "sandbox", "flask", "services", *EDGES},
    "web": {"app", "jobs", "commands", "sandbox"},
    "jobs": {"app", "web", "commands", "sandbox", "flask"},
    "commands": {"app", "web", "jobs", "sandbox"},
    "sandbox": OURS - {"sandbox"},
    "web/api": {"web.console"},
    "web/console": {"web.api"},
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_imports_only_what_lies_further_in(package):
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in imports(path)
        if any(name == outer or name.startswith(f"{outer}.") for outer in FORBIDDEN[package])
    ]

    assert found == []


def test_only_the_gateway_s_own_package_knows_wechatpy():
    outside = [path for package in OURS - {"app", "wechat"} for path in (ROOT / package).rglob("*.py")]

    assert [path for path in outside for name in imports(path) if name.split(".")[0] == "wechatpy"] == []


def test_a_web_process_loads_no_library_that_it_seldom_needs():
    """Word, Excel, PDF and S3 together are 60 MB; a web process stays under 150."""
    seldom = "['boto3', 'docx', 'openpyxl', 'reportlab']"
    asked = f"import app, sys; print([name for name in {seldom} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
