"""What people wrote, as far as a person has signed it."""

from __future__ import annotations

import pandas as pd

from evaltools.codebook import Codebook
from evaltools.declarations import STRICTNESS, Text
from evaltools.disclosure.publishable import Publishable
from evaltools.testimony import Signed, SignedQuote

SIGNED = Text(
    sv=(
        "Namn, nummer och adresser är borttagna. En person har läst och godkänt varje citat, "
        "ordagrant eller omskrivet; inget citat sägs komma från en viss nämnd eller roll."
    ),
    en=(
        "Names, numbers and addresses are taken out. A person has read and approved each quote, "
        "word for word or paraphrased; none is said to come from one board or role."
    ),
)


def publish_quotes(signed: Signed, *, codebook: Codebook, synthetic: bool) -> Publishable:
    """Let out the quotes that a person has signed.

    Parameters
    ----------
    signed : Signed
        What a review without faults gives.
    codebook : Codebook
        The questionnaire, which declares the sensitivity of each question.
    synthetic : bool
        True if the export is synthetic.

    Returns
    -------
    Publishable
        One row per quote; columns `question`, `kind` (of body; missing where too few answered,
        and for sensitive questions always), `quote`, `form.sv` and `form.en`.
    """
    rows = [
        {
            "question": quote.question,
            "kind": None if _is_sensitive(quote, codebook) else quote.kind or None,
            "quote": quote.text,
            "form.sv": "omskrivet" if quote.paraphrased else "ordagrant",
            "form.en": "paraphrased" if quote.paraphrased else "word for word",
            "hidden": False,
        }
        for quote in signed.quotes
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    asked = [codebook.question(quote.question).sensitivity for quote in signed.quotes]
    strictest = max(asked, key=STRICTNESS.index) if asked else "personal"
    return Publishable(table, strictest, SIGNED, synthetic)


COLUMNS = ["question", "kind", "quote", "form.sv", "form.en", "hidden"]


def _is_sensitive(quote: SignedQuote, codebook: Codebook) -> bool:
    return codebook.question(quote.question).sensitivity == "sensitive"
