"""What a function makes of each value, made once: for many rows of few values."""

from collections.abc import Callable
from typing import Any


class Once(dict[Any, Any]):
    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Any:
        self[key] = found = self._make(key)
        return found
