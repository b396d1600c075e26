"""Every block of Python in this package's README, and in that of the project, runs as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
FILES = [path for path in (HERE / "README.md", HERE.parent / "README.md") if path.exists()]
BLOCKS = [
    pytest.param(block, id=f"{path.parent.name}-{number}")
    for path in FILES
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S))
]


def test_there_are_examples() -> None:
    assert len(BLOCKS) >= 6


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block(block: str, tmp_path: Path) -> None:
    for module in ("torch", "jax", "pandas"):
        if re.search(rf"\b(import|from) .*\b{module}\b", block):
            pytest.importorskip(module)
    script = tmp_path / "test_block.py"
    script.write_text(block, encoding="utf-8")
    if "def test_" in block:
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(script)]
    else:
        words = [sys.executable, str(script)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path)
    if re.search(r"^serve\(", block, re.M):
        # By hand it says how it is run.
        assert done.stderr.startswith("test_block.py: run it as gelu-accuracy validate --command")
        return
    assert done.returncode == 0, done.stdout + done.stderr
