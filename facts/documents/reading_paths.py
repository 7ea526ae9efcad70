"""How the paths of readings are written: ``files[NAME].kind``, ``systems[2].name``, ``risks[in-1].adequacy``."""

from __future__ import annotations

import re
from typing import Final

from ..vocabulary import Scope

__all__ = ["ANSWER", "OF_FILE", "RISK", "ROW", "ROW_SCOPES"]

#: What stands before the path of a fact of a file.
OF_FILE: Final = re.compile(r"files\[([^\]]+)\]\.")
RISK: Final = re.compile(r"risks\[([^\]]+)\]\.(applicable|adequacy)\Z")
ANSWER: Final = re.compile(r"answers\[([^\]]+)\]\Z")
#: The lists of which a reading fills one row, counted from 1.
ROW_SCOPES: Final = {
    "systems": Scope.SYSTEM,
    "entrustments": Scope.ENTRUSTMENT,
    "changes": Scope.CHANGE,
}
ROW: Final = re.compile(rf"({'|'.join(ROW_SCOPES)})\[([1-9]\d*)\]\.(\w+)\Z")
