"""Messages as no page would send them, of a seed: values of any kind put anywhere."""

import json
from random import Random
from typing import Any

VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 64, 2**31, 2**53, 2**64, 10**400, 0.5, -0.0, 1e308, 5e-324),
    *("", "a", "θ", "\x00", "𝟘", "__proto__", "../../etc/passwd", "<script>alert(1)</script>"),
    *("x" * 10_000, "{", "[]", "null", "1e999", "h 0", "OPENQASM 3.0;", "simplify"),
    *([], {}, [[]], {"": None}, [None] * 50, {"put": {}}, {"cancel": 1}, {"ask": "jobs"}),
]
NO_JSON: list[Any] = ["\ud800", float("nan"), float("inf"), -float("inf")]
"""What JSON of a strict reader never holds."""


def damaged(message: Any, random: Random, values: list[Any] = VALUES) -> Any:
    """A copy of `message` with one to three things in it replaced, left out, doubled or nested."""
    made = json.loads(json.dumps(message))
    for _ in range(random.randint(1, 3)):
        made = _damaged_once(made, random, values)
    return made


def _damaged_once(value: Any, random: Random, values: list[Any]) -> Any:
    inner = isinstance(value, (dict, list)) and len(value) > 0
    if not inner or random.random() < 0.1:
        if isinstance(value, str) and value and random.random() < 0.6:
            return _damaged_text(value, random)
        nested = random.choice(values)
        for _ in range(random.choice((0, 0, 0, 1, 3, 200))):
            nested = [nested]
        return nested
    if isinstance(value, list):
        index = random.randrange(len(value))
        return [*value[:index], _damaged_once(value[index], random, values), *value[index + 1 :]]
    key = random.choice(list(value))
    what = random.random()
    if what < 0.15:
        return {name: item for name, item in value.items() if name != key}
    if what < 0.3:
        added = random.choice([*value, "put", "cancel", "ask", "id", "values", "x" * 300])
        return {**value, added: random.choice(values)}
    return {**value, key: _damaged_once(value[key], random, values)}


def _damaged_text(text: str, random: Random) -> str:
    start = random.randrange(len(text))
    end = start + random.randint(0, 12)
    put = random.choice(["", "0", "-", '"', "}", "]", ",", "9" * 30, "é", text[start:end] * 3])
    return text[:start] + put + text[end:]
