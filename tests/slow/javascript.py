"""Patterns of Python in the spelling of JavaScript, for checkers that read only that.

What JavaScript lacks is written as something that matches at least as much: possessive repetitions and atomic groups as
plain ones. Every search that can be slow in Python is then one that the checker sees.
"""

import re

from shikii.rulesets.patterns.regex_syntax import sre

CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w\u3041-\u9fff",
    sre.CATEGORY_NOT_WORD: r"\W",
}
PLACES = {
    sre.AT_BEGINNING: "^",
    sre.AT_BEGINNING_STRING: "^",
    sre.AT_END: "$",
    sre.AT_END_STRING: "$",
    sre.AT_BOUNDARY: r"\b",
    sre.AT_NON_BOUNDARY: r"\B",
}


def javascript(pattern, flags=0):
    """Return the source and the flags of a pattern in JavaScript.

    >>> javascript("(?P<a>あ|b){2,}")
    ('(?:([\\u3042\\u0062])){2,}', 'u')
    """
    tree = re._parser.parse(pattern, flags & ~(re.UNICODE | re.ASCII | re.LOCALE))
    told = tree.state.flags
    letters = {re.IGNORECASE: "i", re.DOTALL: "s", re.MULTILINE: "m"}
    return _sequence(tree), "u" + "".join(letter for flag, letter in letters.items() if told & flag)


def _letter(code):
    return f"\\u{{{code:x}}}" if code > 0xFFFF else f"\\u{code:04x}"


def _class(items):
    inside = "^" if items[0][0] is sre.NEGATE else ""
    for op, value in items:
        if op is sre.LITERAL:
            inside += _letter(value)
        elif op is sre.RANGE:
            inside += f"{_letter(value[0])}-{_letter(value[1])}"
        elif op is sre.CATEGORY:
            inside += CATEGORIES[value]
    return f"[{inside}]"


def _sequence(items):
    return "".join(_item(op, value) for op, value in items)


def _item(op, value):
    if op is sre.LITERAL:
        return _letter(value)
    if op is sre.NOT_LITERAL:
        return f"[^{_letter(value)}]"
    if op is sre.ANY:
        return "."
    if op is sre.IN:
        return _class(value)
    if op is sre.BRANCH:
        return f"(?:{'|'.join(map(_sequence, value[1]))})"
    if op is sre.SUBPATTERN:
        return f"({'' if value[0] else '?:'}{_sequence(value[3])})"
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        low, high, body = value
        most = "" if high is sre.MAXREPEAT else high
        return f"(?:{_sequence(body)}){{{low},{most}}}" + ("?" if op is sre.MIN_REPEAT else "")
    if op is sre.ATOMIC_GROUP:
        return f"(?:{_sequence(value)})"
    if op is sre.AT:
        return PLACES[value]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        behind, inner = value
        return f"(?{'<' if behind < 0 else ''}{'=' if op is sre.ASSERT else '!'}{_sequence(inner)})"
    if op is sre.GROUPREF:
        return f"\\{value}"
    raise ValueError(f"nothing in JavaScript for {op}")
