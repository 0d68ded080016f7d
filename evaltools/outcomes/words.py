"""What may be said at each rung of the ladder, in both languages, and what may not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from evaltools.declarations import Text
from evaltools.designs import Effect
from evaltools.evaluation import OutcomeGates
from evaltools.programme import Indicator

Movement = Literal["up", "down", "none"]

DESIGNS = {
    0: Text(sv="Ingen", en="None"),
    1: Text(sv="Nivå mot mål", en="Level against target"),
    2: Text(sv="Före och efter", en="Before and after"),
    3: Text(sv="Avbruten tidsserie", en="Interrupted time series"),
    4: Text(sv="Jämförelseområden", en="Comparison areas"),
    5: Text(sv="Områden med och utan", en="Areas with and without"),
}
VERBS: dict[int, dict[Movement, Text]] = {
    2: {
        "up": Text(sv="Nivån har ökat", en="The level has risen"),
        "down": Text(sv="Nivån har minskat", en="The level has fallen"),
        "none": Text(sv="Ingen säkerställd förändring", en="No change established"),
    },
    3: {
        "up": Text(
            sv="Steg när programmet började; orsaken är inte fastställd",
            en="Rose when the programme began; the cause is not established",
        ),
        "down": Text(
            sv="Sjönk när programmet började; orsaken är inte fastställd",
            en="Fell when the programme began; the cause is not established",
        ),
        "none": Text(
            sv="Inget säkerställt skifte när programmet började",
            en="No shift established when the programme began",
        ),
    },
    4: {
        "up": Text(
            sv="Utvecklades uppåt mot jämförelseområdena; förenligt med en effekt",
            en="Moved upwards against comparison areas; compatible with an effect",
        ),
        "down": Text(
            sv="Utvecklades nedåt mot jämförelseområdena; förenligt med en effekt",
            en="Moved downwards against comparison areas; compatible with an effect",
        ),
        "none": Text(
            sv="Ingen säkerställd skillnad mot jämförelseområdena",
            en="No difference from comparison areas established",
        ),
    },
    5: {
        "up": Text(
            sv="Ökade mer där programmet fanns; talar för en effekt",
            en="Rose more where the programme was; speaks for an effect",
        ),
        "down": Text(
            sv="Minskade mer där programmet fanns; talar för en effekt",
            en="Fell more where the programme was; speaks for an effect",
        ),
        "none": Text(
            sv="Ingen säkerställd skillnad mellan områden med och utan programmet",
            en="No difference established between areas with and without the programme",
        ),
    },
}
"""The strongest words that each level allows; none says that the programme caused anything."""
ASSUMPTIONS = {
    0: Text(sv="", en=""),
    1: Text(
        sv="Värdet mäter samma sak som målet.",
        en="The value measures the same thing as the target.",
    ),
    2: Text(
        sv="Ingen trend som pågick redan före programmet; oförändrad registrering.",
        en="No trend that was under way before the programme; unchanged registration.",
    ),
    3: Text(
        sv="Trenden hade annars fortsatt; ingen annan händelse vid samma tid; oförändrad "
        "registrering.",
        en="The trend would have gone on; no other event at the same time; unchanged registration.",
    ),
    4: Text(
        sv="Området hade annars ändrats som jämförelseområdena, så när som på det sätt områden "
        "brukar skilja sig; programmet spred sig inte dit; inga lokala händelser vid samma tid.",
        en="The area would have changed as the comparison areas did, but for the ways in which "
        "areas differ; the programme did not spread there; no local events at the same time.",
    ),
    5: Text(
        sv="Områden med och utan programmet hade annars ändrats lika; programmet spred sig inte "
        "mellan dem.",
        en="Areas with and without the programme would have changed alike; it did not spread "
        "between them.",
    ),
}
NO_VARIATION = Text(
    sv="Värdena varierar inte eller är bara nollor: osäkerheten kan inte skattas.",
    en="The values do not vary or are zeros alone: the uncertainty cannot be estimated.",
)
FEW_CASES = Text(
    sv="För få fall per period, eller inget som varierar.",
    en="Too few cases per period, or nothing that varies.",
)
PANDEMIC = Text(
    sv="Programmet började under pandemin och serien har ingen jämförelse.",
    en="The programme began in the pandemic and the series has no comparison.",
)
PLACEBO_DATE = Text(
    sv="Ett skifte syns också vid en tidpunkt då ingenting började.",
    en="A shift is seen also at a date at which nothing began.",
)
NO_PLACEBO_DATE = Text(
    sv="Om upplägget visar en förändring där inget började kan inte prövas.",
    en="Whether the design shows a change where nothing began cannot be tested.",
)
SIGNS_DIFFER = Text(
    sv="Andra rimliga sätt att räkna ger motsatt riktning.",
    en="Other reasonable ways to calculate give the opposite direction.",
)
OPPOSITE = Text(
    sv="Stegens eget upplägg fastställer motsatt riktning.",
    en="The ladder's own design establishes the opposite direction.",
)
DOMINANT_AREA = Text(
    sv="Ett enda jämförelseområde avgör resultatet.",
    en="A single comparison area decides the result.",
)
MOVED_APART = Text(
    sv="Områden med och utan programmet rörde sig olika redan före det.",
    en="Areas with and without the programme moved apart already before it.",
)
SPILLOVER = Text(
    sv="Grannområdena ändrades också: programmet kan ha spritt sig.",
    en="The neighbouring areas changed too: the programme may have spread.",
)
ONE_AREA = Text(
    sv="Inga jämförelseområden är angivna för indikatorn.",
    en="No comparison areas are declared for the indicator.",
)
NO_VALUE = Text(sv="Inget värde under programmet.", en="No value during the programme.")
BROKEN = Text(
    sv="Definitionen har ändrats och inget jämförbart värde finns under programmet.",
    en="The definition has changed and no comparable value falls in the programme.",
)
YES = Text(sv="ja", en="yes")
NO = Text(sv="nej", en="no")
ALL_PERIODS = Text(sv="alla år", en="all years")
CALM_PERIODS = Text(sv="utan pandemiåren", en="without the pandemic years")
NO_AREAS = Text(sv="inga andra områden", en="no other areas")
ALL_AREAS = Text(sv="alla områden", en="all areas")
AREAS_AWAY = Text(sv="utan grannar", en="without neighbours")
WITH_NEIGHBOURS = Text(sv="även grannar", en="neighbours too")
LIKE_SIZE = Text(sv="liknande storlek", en="of similar size")
STEP = Text(sv="trend och steg", en="trend and step")
STEP_AND_SLOPE = Text(sv="trend, steg och ny lutning", en="trend, step and new slope")
MEANS = Text(sv="medel före och efter", en="means before and after")
TRENDS = Text(sv="avvikelse från egen trend", en="departure from own trend")
WEIGHTED_AREAS = Text(sv="vägda områden och år", en="weighted areas and years")


def design(level: int, *, is_ratio: bool, own: Text | None = None) -> Text:
    """Name a design with what it measures: a ratio of rates or a difference of values."""
    name = own or DESIGNS[level]
    if level < 2:
        return name
    sv, en = ("kvot", "ratio") if is_ratio else ("skillnad", "difference")
    return Text(sv=f"{name.sv} ({sv})", en=f"{name.en} ({en})")


def own_design(name: Text, package: str) -> Text:
    """Name a design that is not the ladder's, and whose it is."""
    by = f", {package}" if package else ""
    return Text(sv=f"{name.sv} [eget upplägg{by}]", en=f"{name.en} [own design{by}]")


def told(found: bool, text: Text) -> tuple[Text, ...]:
    """Return the text if it holds, else nothing."""
    return (text,) if found else ()


def movement(effect: Effect) -> Movement:
    """Tell which way an effect is established."""
    if effect.conf_low > 0:
        return "up"
    return "down" if effect.conf_high < 0 else "none"


def reading(level: int, effect: Effect, indicator: Indicator) -> Text:
    """Say what a level allows, and whether it is what is wanted.

    Parameters
    ----------
    level : int
        2 or higher.
    effect : Effect
        What was found.
    indicator : Indicator
        Whose direction says which way is better.

    Returns
    -------
    Text
        One sentence without a full stop.
    """
    way = movement(effect)
    verb, aside = VERBS[level][way], _wanted(way, indicator)
    return Text(sv=verb.sv + aside.sv, en=verb.en + aside.en)


def _wanted(way: Movement, indicator: Indicator) -> Text:
    if way == "none" or indicator.direction == "none":
        return Text(sv="", en="")
    if indicator.direction == "ambiguous":
        return Text(sv=" (kan betyda olika saker)", en=" (may mean different things)")
    if (indicator.direction == "increase") == (way == "up"):
        return Text(sv=" (önskad riktning)", en=" (wanted direction)")
    return Text(sv=" (oönskad riktning)", en=" (unwanted direction)")


def few_before(before: int, during: int, needed: int) -> Text:
    """Say how many periods there are before."""
    return Text(
        sv=f"{before} jämförbara år före och {during} under programmet, {needed} före krävs.",
        en=f"{before} comparable years before and {during} during the programme, {needed} before "
        "needed.",
    )


def series_lacking(before: int, during: int, needed: int, needed_during: int) -> Text:
    """Say what a series lacks for an interruption to show."""
    return Text(
        sv=f"{before} perioder före och {during} under; en avbruten tidsserie kräver {needed} och "
        f"{needed_during}.",
        en=f"{before} periods before and {during} during; an interrupted series needs {needed} "
        f"and {needed_during}.",
    )


def own_lacking(name: Text, has: tuple[int, ...], asks: tuple[int, ...]) -> Text:
    """Say what a series lacks for a design that is not the ladder's."""
    (before, during, areas), (needed, needed_during, needed_areas) = has, asks
    return Text(
        sv=f"{before} perioder före, {during} under och {areas} jämförelseområden; {name.sv} "
        f"kräver {needed}, {needed_during} och {needed_areas}.",
        en=f"{before} periods before, {during} during and {areas} comparison areas; {name.en} "
        f"needs {needed}, {needed_during} and {needed_areas}.",
    )


def few_areas(treated: int, untreated: int, gates: OutcomeGates) -> Text:
    """Say how many areas there are with the programme and without."""
    return Text(
        sv=f"{treated} områden med programmet och {untreated} utan; {gates.treated_areas} och "
        f"{gates.untreated_areas} krävs, med minst {gates.years_before_change} perioder före.",
        en=f"{treated} areas with the programme and {untreated} without; {gates.treated_areas} and "
        f"{gates.untreated_areas} needed, and {gates.years_before_change} periods before.",
    )


def comparison_lacking(
    areas: int, before: int, during: int, gates: OutcomeGates
) -> tuple[Text, ...]:
    """Say what is lacking for a comparison with other areas."""
    if not areas:
        return (ONE_AREA,)
    periods = gates.periods_before_comparison
    if areas >= gates.comparison_areas and before >= periods and during:
        return ()
    lacking = Text(
        sv=f"{areas} jämförelseområden och {before} perioder före; {gates.comparison_areas} och "
        f"{periods} krävs.",
        en=f"{areas} comparison areas and {before} periods before; {gates.comparison_areas} and "
        f"{periods} needed.",
    )
    return (lacking,)


def joined(texts: Sequence[Text]) -> Text:
    """Put sentences after one another in both languages."""
    return Text(sv=" ".join(each.sv for each in texts), en=" ".join(each.en for each in texts))
