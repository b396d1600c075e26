"""What the program found, as an object: every key of its JSON by attribute and by index."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, Optional, Union

_SPECIAL = {"inf": float("inf"), "-inf": float("-inf"), "nan": float("nan")}
# Decimals of any length, which stay text.
_TEXTS = ("truth", "value", "input", "output", "expected", "got", "name", "kernel")


class Result(Mapping[str, Any]):
    """A JSON object of the program and its text.

    `result.max_ulp` and `result["max_ulp"]` are the same. The texts "inf", "-inf" and "nan" in place of numbers are
    floats here; `to_dict` has the JSON as it is.
    """

    _data: dict[str, Any]
    _text: str

    def __init__(self, data: Mapping[str, Any], text: str = "") -> None:
        self.__dict__["_data"] = dict(data)
        self.__dict__["_text"] = text.rstrip("\n")

    def __getitem__(self, key: str) -> Any:
        return _read(self._data[key], key)

    def __getattr__(self, name: str) -> Any:
        data = self.__dict__.get("_data", {})
        if name in data:
            return _read(data[name], name)
        raise AttributeError(f"{type(self).__name__} has no {name!r}; it has {', '.join(sorted(data))}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} does not change")

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._data})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Result) and self._data == other._data

    def __hash__(self) -> int:
        return hash(json.dumps(self._data, sort_keys=True))

    def __repr__(self) -> str:
        return self._text or f"{type(self).__name__}({self._data!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self._data, self._text))

    @property
    def text(self) -> str:
        """The program's text."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The JSON of the program, unchanged; a copy."""
        copy: dict[str, Any] = json.loads(json.dumps(self._data))
        return copy

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the JSON to a file, as `--json` does, which `compare` and `load` read."""
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self._data, file, indent=2, sort_keys=True)
            file.write("\n")


def _read(value: Any, key: Optional[str] = None) -> Any:
    if isinstance(value, str):
        return value if key in _TEXTS else _SPECIAL.get(value, value)
    if isinstance(value, list):
        return [_read(item, key) for item in value]
    if isinstance(value, dict):
        return {name: _read(item, name) for name, item in value.items()}
    return value
