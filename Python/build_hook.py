"""Puts the program into the wheel, whose tag is then that of the program's platform."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from program_tag import platform_tag

VARIABLE = "GELU_ACCURACY_WHEEL_BINARY"


class ProgramHook(BuildHookInterface[Any]):
    """Takes the program that `make dist` built, or that the variable names, with the licences of what is linked."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """
        Raises:
            RuntimeError: there is no program; one line.
        """
        if version == "editable":
            return
        stage = Path(self.root).parent / ".build-dist" / "stage"
        program = Path(os.environ.get(VARIABLE) or stage / "bin" / "gelu-accuracy")
        if not program.is_file():
            raise RuntimeError(
                f"{program} is missing: a wheel has the program gelu-accuracy in it. Run 'make dist' in a checkout "
                f"first, or set {VARIABLE}; an sdist alone has no program"
            )
        included = build_data["force_include"]
        included[str(program)] = "gelu_accuracy/bin/gelu-accuracy"
        for text in sorted(self._licences(program)):
            included[str(text)] = f"gelu_accuracy/licenses/{text.name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag(program)}"

    def _licences(self, program: Path) -> list[Path]:
        """The texts of this package and of what is linked into the program: MPFR, GMP and the Swift runtime."""
        sources = Path(self.root).parent
        folders = [
            program.parent.parent / "share" / "licenses" / "gelu-accuracy",
            sources / "Sources" / "gelu-accuracy" / "Packaging" / "licenses",
        ]
        linked = next((list(folder.iterdir()) for folder in folders if folder.is_dir()), [])
        return [path for path in [sources / "LICENSE", *linked] if path.is_file()]
