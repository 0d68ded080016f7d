"""An earlier wave of which only published shares are left."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class PublishedShares:
    """An earlier wave of which only published shares are left.

    Attributes
    ----------
    wave : str
        Name of the round.
    synthetic : bool
        True if the shares are synthetic.
    """

    _shares: pd.DataFrame
    wave: str
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return a copy: one row per measure and body.

        Columns are `measure`, `body` (missing for all bodies together), `share` (between 0
        and 1) and `n` (number of answers behind it).
        """
        return self._shares.copy()
