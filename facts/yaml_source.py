"""YAML that users write, and YAML that ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .kept_yaml import read_kept_yaml
from .yaml_text import Located, read_yaml

__all__ = ["Located", "read_beside", "read_kept_yaml", "read_yaml"]


def read_beside(module: str, name: str) -> Any:
    """Return the data of a file that is shipped beside a module, which passes its ``__file__``.

    Raises:
        InputError: the file is no YAML.
    """
    return read_kept_yaml(Path(module).with_name(name).read_text("utf-8"), name).data
