"""What a source says of its values besides the value."""

from __future__ import annotations

import pandas as pd

from evaltools.declarations import Text
from evaltools.indicators.places import name_place


def list_reservations(observations: pd.DataFrame) -> pd.DataFrame:
    """List the published values that are not exact, with the reservation in words.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per observation, as `cleaning.clean_indicators` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per value whose qualifier is not `exact`: `period`, `printed` (the value, NaN
        where it is suppressed), and in both languages `name`, `geography`, `group` and
        `reservation`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_indicators
    >>> from evaltools.indicators import list_reservations
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_programme
    >>> programme = read_programme(Path("programme"))
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> observations = clean_indicators(raw, programme=programme).tidy()
    >>> noted = observations[observations["qualifier"] != "exact"]
    >>> list_reservations(noted)[["period", "reservation.en"]].head(2)
      period             reservation.en
    0   2022  approximate in the source
    1   2021  derived from other values
    """
    kept = observations[observations["qualifier"] != "exact"].fillna({"group": "", "period": ""})
    words = kept["qualifier"].map(RESERVATIONS)
    areas, groups = (kept[each].map(name_place) for each in ("geography", "group"))
    return pd.DataFrame(
        {
            "name.sv": kept["name_sv"],
            "name.en": kept["name_en"],
            "geography.sv": areas.map(lambda text: text.sv),
            "geography.en": areas.map(lambda text: text.en),
            "group.sv": groups.map(lambda text: text.sv),
            "group.en": groups.map(lambda text: text.en),
            "period": kept["period"],
            "printed": kept["value"].astype(float),
            "reservation.sv": words.map(lambda text: text.sv),
            "reservation.en": words.map(lambda text: text.en),
        }
    ).reset_index(drop=True)


RESERVATIONS = {
    "approx": Text(sv="ungefärligt i källan", en="approximate in the source"),
    "derived": Text(sv="beräknat ur andra publicerade värden", en="derived from other values"),
    "rounded": Text(sv="avrundat i källan", en="rounded in the source"),
    "at_least": Text(sv="minst detta värde", en="at least this value"),
    "zero_dash": Text(sv="streck i källan: noll", en="a dash in the source: zero"),
    "preliminary": Text(sv="preliminärt", en="preliminary"),
    "parts_differ": Text(
        sv="delarna summerar inte till det tryckta talet",
        en="the parts do not sum to the printed number",
    ),
    "missing_dots": Text(sv="uppgift saknas i källan", en="not given in the source"),
    "suppressed_x": Text(sv="dolt av källan", en="suppressed by the source"),
}
