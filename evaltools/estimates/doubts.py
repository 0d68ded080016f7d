"""What speaks against a number about coders or themes, in words that go where it goes."""

from __future__ import annotations

import math

from evaltools.declarations import Text
from evaltools.numerals import write_percent

ENOUGH_UNITS = 100
"""Units coded by two and more from which the limits cover what they claim (simulation)."""
RARE = 0.05
"""Prevalence under which, or under one less it above which, they may not."""
SELDOM = 0.01
"""Share of resamples without a value that tells that hardly any unit carries the number."""
NOTHING = Text(sv="", en="")


def about_agreement(
    *, estimate: float, conf_low: float, n: int, units: int, prevalence: float, undefined: float
) -> Text:
    """Say why a measure of agreement, or its limits, should not be trusted.

    Parameters
    ----------
    estimate, conf_low : float
        The measure and its lower limit; NaN where it could not be had.
    n, units : int
        Units coded by two and more, and units coded at all.
    prevalence, undefined : float
        How common the value is, and the share of resamples without a measure.

    Returns
    -------
    Text
        Sentences; empty where there is nothing to say.
    """
    if n == 0:
        return Text(
            sv=f"Ingen av {units} enheter har kodats av två eller fler: samstämmigheten är okänd.",
            en=f"None of {units} units was coded by two or more: agreement is unknown.",
        )
    if math.isnan(estimate):
        return Text(
            sv=f"Kan inte beräknas: alla värden för {n} enheter är lika, så att enighet inte kan "
            "skiljas från slump.",
            en=f"Cannot be computed: all values of {n} units are alike, so that agreement cannot "
            "be told from chance.",
        )
    said = (
        _few(n),
        _rare(prevalence, undefined),
        _no_limits() if math.isnan(conf_low) else NOTHING,
        _nobody_disagreed() if estimate == 1 else NOTHING,
    )
    return _together(*said)


def about_unseen(*, uniques: int, duplicates: int, units: int) -> Text:
    """Say what an estimate of themes not yet seen does not tell.

    Parameters
    ----------
    uniques, duplicates : int
        Themes found in one unit, and in two.
    units : int
        Units that were coded.

    Returns
    -------
    Text
        Sentences.
    """
    return _together(
        Text(
            sv="En nedre gräns, och bara för teman som kodarna kunde hitta: ett tema som saknas i "
            "kodschemat syns inte här.",
            en="A lower bound, and only for themes that coders could find: a theme that the coding "
            "scheme lacks does not show here.",
        ),
        _no_uniques() if uniques == 0 else NOTHING,
        _no_duplicates(uniques) if uniques and duplicates == 0 else NOTHING,
        _few_coded(units) if units < ENOUGH_UNITS else NOTHING,
    )


def _few(n: int) -> Text:
    if n >= ENOUGH_UNITS:
        return NOTHING
    return Text(
        sv=f"Bara {n} enheter är kodade av två eller fler; under {ENOUGH_UNITS} säger måttet "
        "lite, eftersom gränserna ligger långt isär.",
        en=f"Only {n} units were coded by two or more; below {ENOUGH_UNITS} the measure says "
        "little, since its limits lie far apart.",
    )


def _rare(prevalence: float, undefined: float) -> Text:
    if RARE <= prevalence <= 1 - RARE and not undefined > SELDOM:
        return NOTHING
    share, lost = (0.0 if math.isnan(each) else each for each in (prevalence, undefined))
    return Text(
        sv=f"Värdet gäller {write_percent(share, language='sv')} procent av kodningarna, och i "
        f"{write_percent(lost, language='sv')} procent av omdragningarna gick måttet inte att "
        "beräkna: lita inte på intervallet.",
        en=f"The value holds of {write_percent(share, language='en')} per cent of the codings, "
        f"and in {write_percent(lost, language='en')} per cent of the resamples the measure could "
        "not be computed: do not trust the limits.",
    )


def _no_limits() -> Text:
    return Text(
        sv="Gränser saknas: en enda enhet avgör om måttet kan beräknas, eller alla enheter är "
        "lika.",
        en="There are no limits: a single unit decides whether the measure can be computed, or all "
        "units are alike.",
    )


def _nobody_disagreed() -> Text:
    return Text(
        sv="Ingen oenighet sågs; den undre gränsen är vad så många enheter kan utesluta.",
        en="No disagreement was seen; the lower limit is what so many units can rule out.",
    )


def _no_uniques() -> Text:
    return Text(
        sv="Inget tema hittades i bara en enhet; då kan inget sägas om fler.",
        en="No theme was found in one unit only; nothing can then be said of more.",
    )


def _no_duplicates(uniques: int) -> Text:
    return Text(
        sv=f"{uniques} teman hittades i en enhet men inget i just två: talet är mycket osäkert.",
        en=f"{uniques} themes were found in one unit but none in just two: the number is very "
        "uncertain.",
    )


def _few_coded(units: int) -> Text:
    return Text(sv=f"Bara {units} enheter är kodade.", en=f"Only {units} units were coded.")


def _together(*texts: Text) -> Text:
    return Text(
        sv=" ".join(text.sv for text in texts if text.sv),
        en=" ".join(text.en for text in texts if text.en),
    )
