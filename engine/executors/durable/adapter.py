"""A thin adapter to durable_rules' C module, used so that none of its sharp edges is touched.

No Host (its timer threads steal actions), one session alive and deleted after each fact, no state written, no
actions (fired rules are read directly), a catch-all so that something always fires, at most 60 branches in a
ruleset, integers only. A lock keeps threads apart.
"""

from __future__ import annotations

import itertools
import json
import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from ....facts.errors import Problem, RulesetError
from ....facts.shared import made_once
from ....facts.values import INF
from .trees import MOST_BRANCHES, branches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["EngineRuleset", "available", "engine_ruleset", "pack"]

try:
    import durable_rules_engine as _engine
except ImportError:  # an extra; Python 3.13 and later cannot build it
    _engine = None

_LOCK: Final = threading.Lock()
_NUMBERS: Final = itertools.count()
#: Rulesets that nothing uses any more, deleted before the next is made: a finalizer may run while the lock is held.
_UNUSED: Final[deque[int]] = deque()
_SID: Final = "s"
_ALWAYS: Final = "always"
#: Several programs of the shipped law; one is about 20 rulesets and 25 MB in the engine.
_MOST_RULESETS: Final = 120
_MOST_FIRINGS: Final = 4 * MOST_BRANCHES


def available() -> bool:
    """Whether durable_rules can be used here."""
    return _engine is not None


def pack(trees: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, dict[str, Any]]]:
    """Share trees, none of more than 60 branches, out to rulesets of at most 60 in all."""
    out: list[dict[str, dict[str, Any]]] = []
    room = 0
    for name, tree in trees:
        need = branches(tree)
        if need > room:
            out.append({})
            room = MOST_BRANCHES
        out[-1][name] = tree
        room -= need
    return out


@made_once(_MOST_RULESETS)
def engine_ruleset(rules: str, column: str) -> EngineRuleset:
    """Return an engine ruleset of rules written as JSON; programs that ask the same share it."""
    return EngineRuleset(json.loads(rules), column)


class EngineRuleset:
    """One ruleset inside the engine: which of its rules match one row of integers?"""

    def __init__(self, rules: Mapping[str, dict[str, Any]], column: str) -> None:
        self._columns = sorted({column, *(name for tree in rules.values() for name in _names(tree))})
        _check_hashes({"sid", *self._columns})
        definition: dict[str, Any] = {name: {"all": [{"m": tree}]} for name, tree in rules.items()}
        # INVARIANT: something fires on every fact, else the engine frees what it never initialised
        definition[_ALWAYS] = {"pri": len(rules) + 1, "all": [{"m": {"$gte": {column: -INF}}}]}
        self._definition = json.dumps(definition)
        self._handle: int | None = None
        with _LOCK:
            self._ready()

    def matching(self, row: Mapping[str, int]) -> set[str]:
        """Return the names of the rules that match; columns that no rule here reads are left out."""
        fact = json.dumps({"sid": _SID, **{name: row[name] for name in self._columns}})
        with _LOCK:
            handle = self._ready()
            try:
                fired = _fired(handle, fact)
            except BaseException:
                # what the engine holds of a broken run would answer the next fact too: it is thrown away whole
                self._handle = None
                self._release()
                raise
        fired.discard(_ALWAYS)
        return fired

    def _ready(self) -> int:
        """Return the engine's ruleset, made anew after a run that broke; the lock is held."""
        if self._handle is None:
            while _UNUSED:
                _engine.delete_ruleset(_UNUSED.popleft())
            handle: int = _engine.create_ruleset(f"shikii{next(_NUMBERS)}", self._definition)
            self._release = weakref.finalize(self, _UNUSED.append, handle)
            self._handle = handle
        return self._handle


def _fired(handle: int, fact: str) -> set[str]:
    """Assert a fact, collect what fires, and delete the session; the lock is held."""
    code, state = _engine.assert_fact(handle, fact)
    if code not in (0, 3):
        raise RuntimeError(f"durable_rules answered {code} to a fact that its catch-all must match")
    fired: set[str] = set()
    started = _engine.start_action_for_state(handle, state)
    message = started[1] if started else None
    for _ in range(_MOST_FIRINGS):
        if not message:
            break
        fired.add(message.split('"', 2)[1])  # {"t12": {…}}: the rest is the fact once more
        message = _engine.complete_and_start_action(handle, state)
    _engine.delete_state(handle, _SID)
    return fired


def _names(tree: Any) -> list[str]:
    (key, inner), *_ = tree.items()
    if key in ("$and", "$or"):
        return [name for part in inner for name in _names(part)]
    return list(inner) if key.startswith("$") else [key]


def _check_hashes(names: set[str]) -> None:
    """Refuse column names that the engine, which compares 32-bit FNV-1a hashes, would take for one another."""
    seen: dict[int, str] = {}
    for name in sorted(names):
        value = 2166136261
        for byte in name.encode():
            value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
        if value in seen:
            raise RulesetError(
                Problem(
                    "session.collision",
                    "session",
                    f"{seen[value]}, {name}",
                    "two columns look the same to the engine",
                    "rename one of the facts",
                )
            )
        seen[value] = name
