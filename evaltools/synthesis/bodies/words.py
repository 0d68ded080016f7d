"""The words of a factsheet that no evaluator writes, and its numbers put into words."""

from __future__ import annotations

from collections.abc import Sequence

from evaltools.declarations import Text
from evaltools.synthesis.words import joined

ABOUT = Text(
    sv="Mål, egna bedömningar och förslag handlar inte om personer.",
    en="Goals, own verdicts and proposals are not about persons.",
)
FROM_SURVEYS = Text(
    sv="Medarbetarenkäterna {} och {}, viktade till alla anställda; konfidensintervall.",
    en="Staff surveys {} and {}, weighted to all employees; confidence intervals.",
)
FROM_SURVEY = Text(
    sv="Medarbetarenkäten {}, viktad till alla anställda; konfidensintervall.",
    en="Staff survey {}, weighted to all employees; confidence intervals.",
)
FROM_PROGRAMME = Text(
    sv="Programmet; verksamhetens egen uppföljning.",
    en="The programme; the body's own follow-up.",
)
FROM_CATALOGUE = Text(sv="Indikatorkatalogen.", en="The indicator catalogue.")
FROM_EVALUATORS = Text(
    sv="Utvärderarnas förslag i rapporten.", en="The evaluators' proposals in the report."
)
FROM_ANSWERS = Text(sv="Remissvaren.", en="The answers to the consultation.")
BESIDE = Text(
    sv="Andel av de anställda; intervall och svar gäller här, {}.",
    en="Share of employees; interval and answers are those here, {}.",
)
BESIDE_CITY = Text(sv="Nyckeltal, bredvid allas", en="Key figures, beside those of all together")
GOAL_BY_GOAL = Text(
    sv="Planerade aktiviteter och egen bedömning, mål för mål",
    en="Planned activities and own verdict, goal by goal",
)
ANSWERS_FOR = Text(
    sv="Indikatorer som verksamheten svarar för", en="Indicators that the body answers for"
)
NO_INDICATOR = Text(
    sv="Ingen indikator i katalogen anges den här verksamheten svara för.",
    en="No indicator of the catalogue is said to be this body's to answer for.",
)
AS_NUMBERED = Text(sv="Numrerade som i rapporten", en="Numbered as in the report")
NO_PROPOSAL = Text(sv="Inget förslag riktas hit.", en="No proposal is addressed here.")
EACH_ANSWER = Text(
    sv="Svaren, vart och ett som det är kodat", en="The answers, each as it is coded"
)
MEASURE = Text(sv="Mått", en="Measure")
WHO = Text(sv="Vems", en="Whose")
KEY_NUMBERS = Text(sv="Nyckeltal", en="Key figure")
RESPONSE = Text(sv="Svarsandel i enkäten", en="Response rate of the survey")
OWN = Text(sv="Här", en="Here")
RESTS_ON = Text(sv="– vilar på", en="– rests on")
WHOLE_CITY = Text(sv="Alla tillsammans", en="All together")
NOT_COMPARED = Text(sv="jämförs inte", en="not compared")
GOAL = Text(sv="Mål", en="Goal")
DOES = Text(sv="Aktiviteter, planerade i programmet", en="Activities, planned in the programme")
VERDICT = Text(sv="Egen bedömning", en="Own verdict")
REACHED = Text(
    sv="Egna indikatorer som når eget målvärde", en="Own indicators that reach own target"
)
INDICATOR = Text(sv="Indikator", en="Indicator")
PLACE = Text(sv="Område, grupp", en="Area, group")
ONE_OF = Text(sv="{} (en av {} serier)", en="{} (one of {} series)")
UNIT = Text(sv="Enhet", en="Unit")
LATEST = Text(sv="Senast", en="Latest")
YEAR = Text(sv="År", en="Year")
READING = Text(sv="Bedömning", en="Reading")
NUMBER = Text(sv="Nr", en="No.")
PROPOSAL = Text(sv="Förslag", en="Proposal")
GOALS = Text(sv="Mål", en="Goals")
MARKS = {"full": "●", "part": "◆", "none": "▲"}
"""What stands before a verdict, as in the figures of the report."""
NO_MARK = "○"
PERCENT = Text(sv="{}\u00a0%", en="{}%")
BASIS = Text(sv="{}–{}\u00a0%, {}\u00a0svar", en="{}–{}%, {}\u00a0answers")
ANSWERED = Text(sv="{} av {} anställda", en="{} of {} employees")
CHANGE = Text(sv="{} ({} till {})", en="{} ({} to {})")
OF = Text(sv="{} av {}", en="{} of {}")
NUMBERED = Text(sv="{} {}", en="{} {}")
SINCE = Text(sv="Sedan {}, procentenheter", en="Since {}, percentage points")
NO_INDICATORS = Text(sv="inga med målvärde", en="none with a target")
NOTHING_TO_DO = Text(sv="inga angivna", en="none stated")
EVERYBODY = Text(sv="{} (alla nämnder och bolag)", en="{} (all boards and companies)")

KINDS = {
    "district_board": Text(sv="Stadsdelsnämnd", en="District board"),
    "specialist_board": Text(sv="Nämnd", en="Board"),
    "company": Text(sv="Bolag", en="Company"),
}
"""What a sheet calls its body. The kind of specialist boards holds the city executive board too, so
that neither word may be more special than `board`."""
EXAMPLE = Text(sv="(Exempel.)", en="(Example.)")
ROLES = {
    "employer": Text(
        sv="Programmet gäller verksamheten som arbetsgivare.",
        en="The programme concerns it as an employer.",
    ),
    "service": Text(
        sv="Programmet gäller det som verksamheten gör för dem den möter.",
        en="The programme concerns what it does for those it meets.",
    ),
    "both": Text(
        sv="Programmet gäller verksamheten både som arbetsgivare och genom det den gör för dem "
        "den möter.",
        en="The programme concerns it both as an employer and by what it does for those it meets.",
    ),
}
NO_DUTY = Text(sv="Ingen särskild uppgift är angiven.", en="No duty of its own is stated.")
REPORTED = Text(sv="Rapporterade aktiviteter: {}.", en="Activities reported: {}.")
COUNTED = Text(sv="{}: {}.", en="{}: {}.")
NO_ACTIVITY = Text(sv="Ingen aktivitet är rapporterad.", en="No activity is reported.")
NO_FOLLOWUP = Text(
    sv="Nämndernas egen uppföljning ingår inte i utvärderingen.",
    en="No follow-up by the boards is part of this evaluation.",
)
NO_SURVEY = Text(
    sv="Ingen enkät ingår i utvärderingen.", en="No survey is part of this evaluation."
)
NO_BASELINE = Text(
    sv="Det finns ingen tidigare enkät att jämföra med.",
    en="There is no earlier survey to compare with.",
)
NO_CONSULTATION = Text(
    sv="Utvärderingen omfattar ingen remiss.", en="The evaluation covers no consultation."
)
NOT_ASKED = Text(sv="Var inte tillfrågad.", en="Was not asked.")
STATUS = Text(sv="Tillfrågad; {}.", en="Was asked; {}.")
ADMINISTRATION = Text(sv="{}; förvaltningen: {}", en="{}; the administration: {}")
NOTHING = Text(sv="–", en="–")
FILE_NUMBER = Text(sv="Svarets dnr", en="File number")
DECISION = Text(sv="Ställningstagande", en="Decision")
TONE = Text(sv="Ton", en="Tone")
REFERRED_TO = Text(sv="Mål som nämns", en="Goals referred to")
NO_EARLIER = Text(
    sv="Enkäten {} har inget att jämföra med.", en="The survey of {} has nothing to compare with."
)
EARLIER_HIDDEN = Text(
    sv="Talen från {} redovisas inte. {}", en="The numbers of {} are not shown. {}"
)
EARLIER_MERGED = Text(
    sv="Talen från {} gäller {}, som den här verksamheten har tagit över sedan dess.",
    en="The numbers of {} are those of {}, which this body has taken over since.",
)
EARLIER = Text(
    sv="Talen från {} gäller det program som fanns då.",
    en="The numbers of {} are about the programme of that time.",
)
OF_WAVE = Text(sv="{} från {}", en="{} of {}")
THE_RESPONSE = Text(sv="svarsandelen", en="the response rate")
SILENT = Text(sv="Dolt på detta blad: {}.", en="Hidden on this sheet: {}.")
NOTHING_HIDDEN = Text(
    sv="Inget nyckeltal är dolt på detta blad.", en="No key figure is hidden on this sheet."
)
NOT_IN_SURVEY = Text(
    sv="Ingen här fick enkäten, så det finns inga nyckeltal.",
    en="Nobody here was sent the survey, so there are no key figures.",
)
CITY = Text(sv="alla tillsammans", en="all together")


def said(template: Text, *parts: Text) -> Text:
    """Put parts into the places of a sentence, in both languages."""
    return Text(
        sv=template.sv.format(*(each.sv for each in parts)),
        en=template.en.format(*(each.en for each in parts)),
    )


def alike(text: str) -> Text:
    """Give what reads the same in both languages."""
    return Text(sv=text, en=text)


def to_do(own: Sequence[Text], everybody: Sequence[Text]) -> Text:
    """List what a body is to do for a goal, its own before what everybody is to do."""
    every = [*own, *(said(EVERYBODY, each) for each in everybody)]
    return joined(every, by="; ") if every else NOTHING_TO_DO
