"""The wheel's platform tag comes from the program in it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest

import gelu_accuracy as ga

SOURCE = Path(__file__).parents[1] / "program_tag.py"


@pytest.fixture(scope="module")
def tag() -> Any:
    if not SOURCE.exists():
        pytest.skip("the sources are not beside the tests")
    spec = importlib.util.spec_from_file_location("program_tag", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.platform_tag


def test_of_this_program(tag: Any) -> None:
    program = Path(ga.find_binary())
    found = tag(program)
    objdump = shutil.which("objdump")
    if objdump is None or not found.startswith("manylinux"):
        pytest.skip("objdump is not there to agree")
    text = subprocess.run([objdump, "-p", str(program)], capture_output=True, text=True, check=True).stdout
    newest = max(tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_([0-9]+\.[0-9]+)", text))
    assert found.startswith(f"manylinux_{newest[0]}_{newest[1]}_")


def test_of_others(tag: Any, tmp_path: Path) -> None:
    script = tmp_path / "x"
    script.write_text("#!/bin/sh\n")
    with pytest.raises(ValueError, match="is no program"):
        tag(script)
    # A Mach-O header of arm64 with LC_BUILD_VERSION: macOS 15.2.
    head = struct.pack("<IIIIIIII", 0xFEEDFACF, 0x0100000C, 0, 2, 1, 24, 0, 0)
    script.write_bytes(head + struct.pack("<IIIIII", 0x32, 24, 1, 15 << 16 | 2 << 8, 15 << 16, 0))
    assert tag(script) == "macosx_15_0_arm64"
    script.write_bytes(head[:8] + struct.pack("<IIIIII", 0, 2, 0, 0, 0, 0))
    with pytest.raises(ValueError, match="does not say"):
        tag(script)
