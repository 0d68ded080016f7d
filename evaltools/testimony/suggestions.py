"""What a text may be about, for a person to look at: proposed, and never counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from evaltools.testimony.coding import VALENCES, Coding, Unit, Valence
from evaltools.testimony.decisions import Found, group_codings
from evaltools.testimony.scheme import VALENCE_NAMES, CodingScheme

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
MOST = 3
"""Suggestions for one text."""
FEWEST = 5
"""Texts with a theme from which on it is learnt what they look like."""
WHOLE, BEGINNING = 3, 4
"""Letters up to which a term is a word of its own, or begins one; longer ones stand anywhere."""
CUES: dict[Valence, str] = {
    "weakness": r"\b(?:saknas?|brist|svår|otydlig|oklar|dålig|för (?:lite|många|långt)|inte|ingen"
    r"|inget|glöm|aldrig|knappt|låg)",
    "need": r"\b(?:behöv|borde|måste|mer|fler|bättre|tydligare|kortare|lättare|ska\b|stärk|gör\b)",
    "strength": r"\b(?:bra|tydlig|fint|lätt\b|viktig|användbar|trygg|hjälpt|nytt)",
}
"""Words that tell how something is spoken of, where nothing has been learnt."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme that a text may be about.

    Attributes
    ----------
    unit : str
        Id of the unit.
    theme : str
        Id of the theme.
    valence : {"strength", "weakness", "need", "descriptive"}
        How it seems to be spoken of.
    score : float
        The larger the likelier; it is no probability.
    """

    unit: str
    theme: str
    valence: Valence
    score: float


def suggest(
    units: Sequence[Unit], *, scheme: CodingScheme, codings: Iterable[Coding] = ()
) -> dict[str, tuple[Suggestion, ...]]:
    """Rank the themes that texts may be about.

    The words and stems of the scheme are looked for; of themes that persons have found in at
    least five texts a model of character n-grams is learnt, and both are added. The same input
    gives the same suggestions.

    Parameters
    ----------
    units : sequence of Unit
        The texts.
    scheme : CodingScheme
        The scheme.
    codings : iterable of Coding
        What persons have coded of these texts.

    Returns
    -------
    dict of str to tuple of Suggestion
        At most three for each unit, the likeliest first; none where nothing points anywhere.
    """
    if not units:
        return {}
    themes, valences = _examples(units, codings)
    texts = [unit.text for unit in units]
    scores = _look_up(texts, scheme) + _learnt(texts, themes, list(scheme.ids))
    likely = _look_for_cues(texts) + _learnt(
        [f"{_as_word(unit.source)} {unit.text}" for unit in units], valences, list(VALENCES)
    )
    how = [VALENCES[place] for place in likely.argmax(axis=1)]
    return {
        unit.id: tuple(
            Suggestion(unit.id, scheme.ids[place], how[at], float(scores[at, place]))
            for place in np.argsort(-scores[at], kind="stable")[:MOST]
            if scores[at, place] > 0
        )
        for at, unit in enumerate(units)
    }


def show_suggestions(
    suggestions: Mapping[str, Sequence[Suggestion]], *, scheme: CodingScheme
) -> dict[str, dict[str, str]]:
    """Lay suggestions out as columns beside the texts of a coding file."""
    columns: dict[str, dict[str, str]] = {f"förslag {n}": {} for n in range(1, MOST + 1)}
    for unit, ranked in suggestions.items():
        for column, each in zip(columns.values(), ranked, strict=False):
            name, valence = scheme.theme(each.theme).name.sv, VALENCE_NAMES[each.valence].sv
            column[unit] = f"{name} ({valence})"
    return columns


def _examples(
    units: Sequence[Unit], codings: Iterable[Coding]
) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Say which themes and which valences persons found, by the place of the unit."""
    place = {unit.id: at for at, unit in enumerate(units)}
    found: dict[int, list[Found]] = defaultdict(list)
    for unit, coders in group_codings(codings).items():
        if unit in place:
            found[place[unit]] += coders.values()
    themes = {at: {theme for each in sets for theme, _ in each} for at, sets in found.items()}
    valences = {at: {str(how) for each in sets for _, how in each} for at, sets in found.items()}
    return themes, valences


def _look_up(texts: Sequence[str], scheme: CodingScheme) -> Floats:
    """Look for the terms of each theme: 1 where one is found, and more for each other."""
    patterns = [[_pattern(term) for term in theme.terms] for theme in scheme.themes]
    counts = [
        [sum(bool(term.search(text)) for term in terms) for terms in patterns] for text in texts
    ]
    found = np.array(counts, dtype=float)
    return np.where(found > 0, 0.75 + 0.25 * found, 0.0)


def _pattern(term: str) -> re.Pattern[str]:
    before = r"\b" if len(term) <= BEGINNING else ""
    after = r"\b" if len(term) <= WHOLE else ""
    return re.compile(f"{before}{re.escape(term)}{after}", re.IGNORECASE)


def _look_for_cues(texts: Sequence[str]) -> Floats:
    cues = [CUES.get(valence) for valence in VALENCES]
    found = [
        [float(bool(cue and re.search(cue, text, re.IGNORECASE))) for cue in cues] for text in texts
    ]
    slight = [0.1 * (valence == "descriptive") for valence in VALENCES]
    return np.array(found) + slight


def _learnt(texts: Sequence[str], examples: Mapping[int, set[str]], labels: list[str]) -> Floats:
    """Learn how texts with each label are written; nothing of labels with too few examples."""
    scores = np.zeros((len(texts), len(labels)))
    times = Counter(label for found in examples.values() for label in found)
    coded = sorted(examples)
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    written = grams.fit_transform(texts)
    for column, label in enumerate(labels):
        has = np.array([label in examples[at] for at in coded])
        if FEWEST <= times[label] < len(coded):
            model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
            scores[:, column] = model.fit(written[coded], has).predict_proba(written)[:, 1]
    return scores


def _as_word(source: str) -> str:
    """Write a source so that no word of a text looks like it."""
    return f"§{source}§"
