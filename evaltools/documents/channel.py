"""What may have stood where a scanner wrote a word: the noisy channel.

A word is read letter by letter against the beginnings of the words that exist. Each letter may
stand for itself or for what a scanner without Swedish makes of å, ä and ö; where a known word
has ended, another may begin, for Swedish writes its compounds in one.

References
----------
Kernighan, Church and Gale (1990). A spelling correction program based on a noisy channel model.
COLING 1990.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

Costs = dict[str, dict[str, float]]

STANDS_FOR: Costs = {
    "a": {"å": 1.2, "ä": 1.2}, "o": {"ö": 1.2}, "e": {"é": 4.0}, "d": {"ö": 2.5, "ä": 3.0},
    "é": {"å": 0.3, "ä": 0.3, "ö": 2.0}, "i": {"ä": 3.2, "å": 4.0}, "l": {"i": 6.0},
    "g": {"ö": 5.0}, "u": {"å": 6.0, "ä": 6.0}, "6": {"ö": 0.2}, "4": {"ä": 0.5, "å": 0.8},
    "1": {"i": 0.6, "l": 0.6}, "&": {"ä": 0.3}, "0": {"o": 1.0, "ö": 2.0},
    "éa": {"ä": 0.6, "å": 0.6}, "aé": {"å": 0.6, "ä": 0.6}, "éi": {"ä": 0.8, "å": 1.2},
    "ia": {"ä": 1.6}, "éd": {"ä": 1.5}, "ai": {"ä": 3.0, "å": 3.5}, "ii": {"ä": 3.0},
    "rn": {"m": 3.5}, "i1": {"i": 0.8}, "1i": {"i": 0.8}, "ie": {"ä": 4.0},
}  # fmt: skip
"""What one or two letters may stand for, and what that costs: nats, set by judgement."""
STANDS = {"é": 6.0, "&": 8.0, "1": 6.0, "4": 8.0, "6": 8.0, "0": 8.0}
"""What it costs that a character stands for itself, where it seldom does within a word."""
LOST = {"å": 5.5, "ä": 5.5, "ö": 6.0}
"""What it costs that a letter has left nothing behind."""
JOINT, LINKED = 6.5, 0.3
"""What it costs that another part of a compound begins, and that an s links the two."""
PART = 0.55
"""Share of the cost of a word that it has as a part of a compound before the last."""
MOST_PARTS, SHORTEST_PART = 3, 3
STRANGE, STRANGE_LETTER, STRANGE_MARK = 5.0, 2.3, 2.0
"""What a word costs that does not exist: at all, for each letter, and for each character that
seldom stands in a word. Ten letters are about equally likely after those before (2.3 nats)."""
BEAM = 200
"""Ways of reading that are followed from each letter."""
LONGEST = 60
"""Letters of a word; what is longer is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words that exist.

    Attributes
    ----------
    costs : dict of str to float
        By word in small letters, minus the natural logarithm of its frequency.
    beginnings : dict of str to float
        By beginning, the empty one too, the lowest cost of the words that begin so.
    """

    costs: dict[str, float] = field(repr=False)
    beginnings: dict[str, float] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Guess:
    """What most likely stood where a word was read.

    Attributes
    ----------
    word : str
        In small letters.
    margin : float
        Nats by which it is likelier than what comes next; infinite where nothing does.
    exists : bool
        False if it is neither a word nor made of words.
    """

    word: str
    margin: float
    exists: bool


State = tuple[str, str, int]
"""The parts that are complete, the beginning of the next, and its number."""
Layer = dict[State, float]


def guess(token: str, words: Words) -> Guess:
    """Guess what stood where a word was read.

    Parameters
    ----------
    token : str
        The word as it was read, in small letters.
    words : Words
        The words that exist.

    Returns
    -------
    Guess
        The likeliest: `token` itself where no word that exists is likelier.

    Notes
    -----
    The cost of a reading is that of the letters (`STANDS_FOR`, `STANDS`, `LOST`) and that of
    the words (minus the logarithm of the frequency); a part of a compound before the last has
    `PART` of it, and each joint costs `JOINT`. That `token` is no word at all costs `STRANGE`.
    """
    readings = _readings(token, words) if len(token) <= LONGEST else {}
    known, strange = readings.get(token, math.inf), _strangeness(token)
    readings[token] = min(known, strange)
    (lowest, word), *others = sorted((cost, word) for word, cost in readings.items())
    margin = others[0][0] - lowest if others else math.inf
    return Guess(word, margin, exists=word != token or known <= strange)


def _strangeness(token: str) -> float:
    marks = sum(letter in STANDS for letter in token)
    return STRANGE + STRANGE_LETTER * len(token) + STRANGE_MARK * marks


def _readings(token: str, words: Words) -> dict[str, float]:
    """Return the words that may have stood there, with what each costs."""
    layers: list[Layer] = [{} for _ in range(len(token) + 2)]
    layers[0]["", "", 1] = 0.0
    for at in range(len(token)):
        _close_parts(layers, at, token, words)
        for (closed, begun, part), cost in _best(layers[at], words):
            for used, written, more in _written(token, at):
                if begun + written in words.beginnings:
                    _reach(layers[at + used], (closed, begun + written, part), cost + more)
    return _complete(layers[len(token)], words)


def _reach(layer: Layer, state: State, cost: float) -> None:
    layer[state] = min(cost, layer.get(state, math.inf))


def _best(layer: Layer, words: Words) -> list[tuple[State, float]]:
    """Return the states that can still end well, those first that can end best."""
    promising = sorted(layer.items(), key=lambda item: item[1] + words.beginnings[item[0][1]])
    return promising[:BEAM]


def _close_parts(layers: list[Layer], at: int, token: str, words: Words) -> None:
    """Let another part of a compound begin wherever a word has ended."""
    if len(token) - at < SHORTEST_PART:
        return
    for (closed, begun, part), cost in list(layers[at].items()):
        if part < MOST_PARTS and len(begun) >= SHORTEST_PART and begun in words.costs:
            joined = cost + PART * words.costs[begun] + JOINT
            _reach(layers[at], (closed + begun, "", part + 1), joined)
            if token[at] == "s":
                _reach(layers[at + 1], (f"{closed}{begun}s", "", part + 1), joined + LINKED)


def _written(token: str, at: int) -> Iterator[tuple[int, str, float]]:
    """Yield how many letters were used, what may have stood there, and what that costs."""
    one, two = token[at], token[at : at + 2]
    plain = [(1, one, STANDS.get(one, 0.0))]
    plain += [(1, letter, cost) for letter, cost in STANDS_FOR.get(one, {}).items()]
    plain += [(2, letter, cost) for letter, cost in STANDS_FOR.get(two, {}).items() if two != one]
    for used, letter, cost in plain:
        yield used, letter, cost
        for lost, more in LOST.items():
            yield used, lost + letter, cost + more
            if at + used == len(token):
                yield used, letter + lost, cost + more


def _complete(layer: Layer, words: Words) -> dict[str, float]:
    """Return what the states spell that end with a word."""
    complete: dict[str, float] = {}
    for (closed, begun, _), cost in layer.items():
        if begun in words.costs:
            spelt = closed + begun
            complete[spelt] = min(cost + words.costs[begun], complete.get(spelt, math.inf))
    return complete
