"""Each body with its one formal stance, or without an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import pandas as pd

from evaltools.declarations import Text, in_both
from evaltools.documents.compilation import DIFFERING, settle
from evaltools.documents.facts import Fact
from evaltools.documents.invited import Invited
from evaltools.documents.register import UNNAMED, gather_answers, kind_words
from evaltools.documents.stances import DECISIONS

NO_ANSWER = "no_answer"
STANCES: dict[str, Text] = {
    **DECISIONS,
    DIFFERING: Text(sv="olika svar", en="answers that differ"),
    NO_ANSWER: Text(sv="har inte svarat", en="did not answer"),
}
"""What may be told of a body: a formal stance, several that differ, or no answer."""


def list_stances(facts: Sequence[Fact], *, invited: Collection[Invited]) -> pd.DataFrame:
    """List each body with what it formally answered.

    Parameters
    ----------
    facts : sequence of Fact
        The facts of every file, corrected.
    invited : collection of Invited
        Who was asked.

    Returns
    -------
    pandas.DataFrame
        One row per body that was asked, then one per other sender: `kind` (missing of others),
        `kind.sv`, `kind.en`, `body.sv`, `body.en`, `stance`, a key of `STANCES`, and
        `stance.sv`, `stance.en`. They add up to what `count_stances` counts.
    """
    asked = {each.name: each.kind for each in invited}
    stated: defaultdict[str, set[str]] = defaultdict(set)
    names = {name: Text(sv=name, en=name) for name in asked}
    for answer in gather_answers(facts):
        who = answer.body if answer.body in asked else answer.file
        stated[who].add(answer.decision)
        names.setdefault(who, UNNAMED.get(answer.body, Text(sv=answer.body, en=answer.body)))
    rows = [(who, settle(stated[who]) if who in stated else NO_ANSWER) for who in names]
    return pd.DataFrame(
        {
            "kind": asked.get(who),
            **in_both("kind", kind_words(asked.get(who))),
            **in_both("body", names[who]),
            "stance": stance,
            **in_both("stance", STANCES[stance]),
        }
        for who, stance in rows
    )
