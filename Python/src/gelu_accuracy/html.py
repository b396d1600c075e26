"""A score in a notebook: figures, the worst inputs and the pictures of a report."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

# Pictures are images, not parts of the page: nothing in them runs, their names meet no others, and they have
# their own ground, light or dark as the reader's screen is.
_STYLE = "max-width:520px;width:100%;display:block;margin:4px 0"


def figures(score: Mapping[str, Any], rows: list[tuple[str, str]]) -> str:
    """A table of two columns."""
    cells = "".join(
        f'<tr><th style="text-align:left">{escape(name)}</th><td style="text-align:left">{escape(value)}</td></tr>'
        for name, value in rows
    )
    title = f"{score['kernel']}, {score['format']} against {score['function']}"
    if score.get("derivative"):
        title += "′" * int(score["derivative"])
    return f"<table><caption>{escape(title)}</caption><tbody>{cells}</tbody></table>"


def picture(svg: str, title: str) -> str:
    """An SVG as an image."""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img style="{_STYLE}" alt="{escape(title)}" src="data:image/svg+xml;base64,{data}">'


def text(whole: str) -> str:
    """The program's text, folded."""
    return f"<details><summary>as text</summary><pre>{escape(whole)}</pre></details>"
