"""Numbers as Swedish and English readers write them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from evaltools.declarations import Language

MARKS = {"sv": ("\u00a0", ","), "en": (",", ".")}


def write_number(value: float, *, language: Language, decimals: int = 0) -> str:
    """Write a number with thousands marked, rounded half away from zero.

    Parameters
    ----------
    value : float
        The number; not NaN.
    language : {"sv", "en"}
        Swedish has a no-break space and a decimal comma, English a comma and a point.
    decimals : int, optional
        Digits after the mark.

    Returns
    -------
    str
        The number, with a real minus sign.

    Examples
    --------
    >>> write_number(-1234.55, language="en", decimals=1)
    '−1,234.6'
    """
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    thousands, mark = MARKS[language]
    text = f"{abs(exact):,}".replace(",", "\0").replace(".", mark).replace("\0", thousands)
    return f"\u2212{text}" if exact < 0 else text


def write_shortest(value: float, *, language: Language, decimals: int = 2) -> str:
    """Write a number with as many decimals as it needs.

    Parameters
    ----------
    value : float
        The number; not NaN.
    language : {"sv", "en"}
        Language of the number.
    decimals : int, optional
        Digits after the mark at most.

    Returns
    -------
    str
        The number.

    Examples
    --------
    >>> write_shortest(12.50, language="sv"), write_shortest(12, language="sv")
    ('12,5', '12')
    """
    text = write_number(value, language=language, decimals=decimals)
    return text.rstrip("0").rstrip(MARKS[language][1]) if decimals else text


def write_p(p: float, *, language: Language) -> str:
    """Write a p-value with three decimals; one too small for that is written as less.

    Parameters
    ----------
    p : float
        The p-value; not NaN.
    language : {"sv", "en"}
        Language of the number.

    Returns
    -------
    str
        The p-value.

    Examples
    --------
    >>> write_p(0.00002, language="sv")
    '<0,001'
    """
    if p < 0.001:
        return "<" + write_number(0.001, language=language, decimals=3)
    return write_number(p, language=language, decimals=3)


def write_percent(share: float, *, language: Language) -> str:
    """Write a share between 0 and 1 in whole per cent, without the sign.

    Parameters
    ----------
    share : float
        The share; not NaN.
    language : {"sv", "en"}
        Language of the number.

    Returns
    -------
    str
        The percentage.

    Examples
    --------
    >>> write_percent(0.615, language="sv")
    '62'
    """
    return write_number(round(share * 100, 9), language=language)
