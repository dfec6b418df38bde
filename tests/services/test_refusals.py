"""Every refusal says what to do next, or that nothing needs doing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.browser.start import ROOT

NEXT = re.compile(r"请|可以|不用|先|看看|再来|就行|就能|等别人|开始签到|起|refusal.message")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def refusals() -> Iterator[tuple[str, str]]:
    """Where each stands and what it says: class attributes named `message`, and texts in a `raise`."""
    for folder in ("services", "web/api"):
        for path in sorted((ROOT / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                for text in texts_of(node):
                    if CHINESE.search(text):
                        yield f"{Path(path).name}:{node.lineno}", text  # type: ignore[attr-defined]


def texts_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from (said for argument in node.exc.args if (said := text_of(argument)))
    elif isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["message"]:
        yield text_of(node.value)


def text_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node) if isinstance(node, ast.JoinedStr) else ""


def test_every_refusal_says_what_to_do_next():
    found = list(refusals())
    assert len(found) > 200, "they are found"
    assert [(where, text) for where, text in found if not NEXT.search(text)] == []
