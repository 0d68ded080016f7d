"""What a check says of files, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from evaltools.declarations import Language, Text
from evaltools.numerals import write_number

DECLARED = Text(sv="Utvärderingen och programmet", en="The evaluation and the programme")
SURVEY = Text(sv="Enkäten", en="The survey")
INDICATORS = Text(sv="Indikatorer och uppföljning", en="Indicators and follow-up")
SAID = Text(sv="Vad som sägs, och hur det kodas", en="What is said, and how it is coded")
TEXTS = Text(sv="Rapportens text", en="The text of the report")
NOTEBOOKS = Text(sv="Anteckningsböcker", en="Notebooks")

EVALUATION = Text(sv="vad som utvärderas och hur", en="what is evaluated, and how")
PROGRAMME = Text(sv="programmet och dess mål", en="the programme and its goals")
ORGANISATION = Text(sv="nämnder och bolag", en="boards and companies")
CATALOGUE = Text(sv="indikatorerna", en="the indicators")
SOURCES = Text(sv="var indikatorvärden hämtas", en="where indicator values come from")
CODEBOOK = Text(sv="enkätens frågor {}", en="the questions of the survey {}")
WAVE = {
    "answers": Text(sv="svaren {}", en="the answers of {}"),
    "frame": Text(sv="ramen {}: anställda per nämnd och roll", en="the frame of {}: employees"),
    "margins": Text(sv="marginalerna {}", en="the margins of {}"),
    "dispositions": Text(sv="vad som blev av utskicken {}", en="the dispositions of {}"),
    "shares": Text(sv="de publicerade andelarna {}", en="the published shares of {}"),
}
PACKAGES = Text(sv="läsare och designer ur andra paket", en="readers and designs of other packages")
PUBLISHED = Text(sv="publicerade indikatorvärden", en="published indicator values")
PUBLICATION = Text(sv="publicerade värden: {}", en="published values: {}")
FOLLOWUP = Text(sv="nämndernas egen uppföljning", en="the boards' own follow-up")
CONCLUSIONS = Text(sv="bedömningar och förslag", en="verdicts and proposals")
ANSWERS = Text(sv="remissvaren", en="the answers to the referral")
INVITED = Text(sv="remissinstanserna", en="the bodies that were asked")
CORRECTIONS = Text(sv="rättelser av vad som lästs ur remissvaren",
                   en="corrections of what was read from the answers")  # fmt: skip
PEOPLE = Text(sv="namn som tas bort ur citat", en="names that are taken out of quotes")
SCHEME = Text(sv="kodschemat", en="the coding scheme")
CODINGS = Text(sv="vad personer har kodat", en="what persons have coded")
REVIEW = Text(sv="beslut om citat {}", en="decisions on quotes of {}")
MANUSCRIPT = Text(sv="rapportens text som helhet", en="the text of the report as a whole")
CHAPTER = Text(sv="kapitel på {}", en="text in {}")
SHEET = Text(sv="faktabladens text på {}", en="the text of the factsheets in {}")
IN = {"sv": Text(sv="svenska", en="Swedish"), "en": Text(sv="engelska", en="English")}
BESIDE = {
    "caveats.yml": Text(sv="förbehåll", en="caveats"),
    "left_out.yml": Text(sv="vad rapporten inte visar", en="what the report does not show"),
    "exceptions.yml": Text(sv="undertecknade undantag", en="signed exceptions"),
}
LOGO = Text(sv="bilden på omslaget", en="the picture on the cover")
LEDGER = Text(sv="vad som lämnats ut tidigare", en="what was handed out earlier")
NOTEBOOK = Text(sv="steg i körningen", en="part of the run")

ROWS = Text(sv="{} rader", en="{} rows")
FEW_ROWS = Text(sv="färre än {} rader", en="fewer than {} rows")
COLUMNS = Text(sv="{} kolumner", en="{} columns")
KNOWN = Text(sv="alla frågor i kodboken finns med", en="every question of the codebook is there")
ENCODED = Text(sv="teckenkodning {}", en="encoding {}")
ON_SHEET = Text(sv="bladet {}", en="sheet {}")
SYNTHETIC = Text(sv="säger att den är syntetisk", en="says that it is synthetic")
YEARS = Text(sv="värden från {} till {}", en="values from {} to {}")
RUN = Text(sv="körningen heter {}", en="the run is called {}")
LANGUAGES = Text(sv="rapport på {}", en="report in {}")
AND = Text(sv=" och ", en=" and ")
GOALS = Text(sv="{} mål", en="{} goals")
BODIES = Text(sv="{} nämnder och bolag", en="{} boards and companies")
CATALOGUED = Text(sv="{} indikatorer", en="{} indicators")
DECLARED_SOURCES = Text(sv="{} källor", en="{} sources")
QUESTIONS = Text(sv="{} frågor", en="{} questions")
MEASURES = Text(sv="{} mått", en="{} measures")
FILES = Text(sv="{} filer", en="{} files")
DOCUMENTS = Text(sv="{} svar", en="{} answers")
ASKED = Text(sv="{} tillfrågade", en="{} were asked")
THEMES = Text(sv="{} teman", en="{} themes")
JUDGED = Text(sv="{} bedömningar", en="{} verdicts")
PROPOSED = Text(sv="{} förslag", en="{} proposals")
WORDS = Text(sv="{} ord", en="{} words")
PARAMETERS = Text(sv="{} parametrar", en="{} parameters")

NOT_DECLARED = {
    "waves": Text(sv="en enkät", en="a survey"),
    "published_indicators": PUBLISHED,
    "followup": FOLLOWUP,
    "consultation": Text(sv="en remiss och svaren på den", en="a referral and its answers"),
    "coding": Text(sv="kodning av vad som sägs", en="the coding of what is said"),
    "synthesis": CONCLUSIONS,
    "people": PEOPLE,
    "retention": Text(sv="sista dag att behålla svar", en="the last day on which answers are kept"),
    "report.logo": LOGO,
}
ABSENT_NOTEBOOK = Text(sv="finns inte bland anteckningsböckerna", en="there is no such notebook")
UNUSED_NOTEBOOK = Text(
    sv="utelämnas: evaluation.yml anger inte {}", en="is left out: evaluation.yml declares no {}"
)

TITLE = Text(sv="Kontroll av utvärderingen", en="Check of the evaluation")
ALL_FINE = Text(sv="Allt är i sin ordning: {} filer.", en="Everything is in order: {} files.")
SOME_WRONG = Text(sv="{} av {} filer behöver rättas.", en="{} of {} files need to be mended.")
SOME_WAIT = Text(sv="{} kunde inte läsas förrän det är gjort.",
                 en="{} could not be looked at before that is done.")  # fmt: skip
CHECKED_ON = Text(sv="Kontrollerat {}.", en="Checked on {}.")
HEADINGS: dict[str, Text] = {
    "wrong": Text(sv="Att rätta", en="To be mended"),
    "waits": Text(sv="Väntar på det", en="Waiting for that"),
    "fine": Text(sv="I sin ordning", en="In order"),
    "absent": Text(sv="Ingår inte i utvärderingen", en="Not part of this evaluation"),
}
MARKS = {
    "wrong": Text(sv="fel", en="wrong"),
    "waits": Text(sv="väntar", en="waits"),
    "fine": Text(sv="ok", en="ok"),
    "absent": Text(sv="–", en="–"),
}
WAITS_FOR = Text(sv="läses när detta är rättat: {}", en="is looked at when this is mended: {}")
DO = Text(sv="Gör så här:", en="What to do:")
ALSO_FINE = Text(sv="I sin ordning:", en="In order:")
ABSENT_TOLD = Text(
    sv="Det som inte anges i evaluation.yml utelämnas ur rapporten. Det är inget fel.",
    en="What evaluation.yml does not declare is left out of the report. That is no fault.",
)
NEXT = Text(sv="Nästa steg", en="The next step")
MEND = Text(sv="Rätta det som står ovan och kör {} igen.",
            en="Mend what stands above, and run {} again.")  # fmt: skip
GO_ON = Text(sv="Kör {}: det gör rapporten.", en="Run {}: it makes the report.")
PAGE_IS_IN = Text(sv="Samma sak som en sida: {}", en="The same as a page: {}")


def verdict(checked: Mapping[str, int], *, language: Language) -> str:
    """Say in a sentence or two how many files there are of each state."""
    wrong, waiting = checked["wrong"], checked["waits"]
    files = wrong + waiting + checked["fine"]
    if not wrong:
        return fill(ALL_FINE, files)[language]
    told = [fill(SOME_WRONG, wrong, files), *([fill(SOME_WAIT, waiting)] if waiting else [])]
    return " ".join(each[language] for each in told)


def fill(text: Text, *values: int | str | Text) -> Text:
    """Fill the holes of a text: numbers and texts as each language writes them."""
    return Text(
        sv=text.sv.format(*(_said(each, "sv") for each in values)),
        en=text.en.format(*(_said(each, "en") for each in values)),
    )


def _said(value: int | str | Text, language: Language) -> str:
    if isinstance(value, Text):
        return value[language]
    return value if isinstance(value, str) else write_number(value, language=language)
