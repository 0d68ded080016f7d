"""What the start page and the form say, in both languages."""

from __future__ import annotations

from evaltools.declarations import Text

OTHER = Text(sv="In English", en="På svenska")
GENERATED = Text(
    sv="`evaltools lab` och `evaltools run` skriver den här sidan på nytt; det som ändras i den "
    "går förlorat. Senast skriven {when}. *File → Reload Markdown File from Disk* visar den "
    "senaste.",
    en="`evaltools lab` and `evaltools run` write this page anew; what is changed in it is lost. "
    "Last written {when}. *File → Reload Markdown File from Disk* shows the newest.",
)
OPEN_FORM = Text(sv="Ställ in och kör", en="Set parameters and run")
FORM_TELLS = Text(
    sv="öppnar ett formulär där du väljer anteckningsbok, ändrar dess parametrar utan att röra "
    "någon kod, kör den och ser tabellerna och figurerna.",
    en="opens a form in which you choose a notebook, change its parameters without touching any "
    "code, run it and see its tables and figures.",
)
LAST_RUN = Text(sv="Senaste körningen", en="The last run")
NEVER = Text(
    sv="Utvärderingen har inte körts ännu. Skriv `evaltools run` i en terminal "
    "(*File → New → Terminal*).",
    en="The evaluation has not been run yet. Write `evaltools run` in a terminal "
    "(*File → New → Terminal*).",
)
BEGAN = Text(
    sv="Körningen `{run}` gjordes senast {when}.", en="The run `{run}` was last made {when}."
)
FAILED = Text(
    sv="**Det som misslyckades:** {names}. Sidan om körningen säger varför.",
    en="**What failed:** {names}. The page of the run says why.",
)
FRESH = Text(sv="Allt är aktuellt.", en="Everything is up to date.")
STALE = Text(
    sv="**Inaktuellt:** {names}. Något som de bygger på har ändrats: `evaltools run` gör dem på "
    "nytt, `evaltools status` säger varför.",
    en="**Out of date:** {names}. Something that they build on has changed: `evaltools run` makes "
    "them anew, `evaltools status` tells why.",
)
UNDER_WAY = Text(
    sv="En körning pågår just nu; sidan skrivs på nytt när den är klar.",
    en="A run is under way; this page is written anew when it has ended.",
)
STOPPED = Text(sv="Läget kan inte visas:", en="How things stand cannot be told:")
READ = Text(sv="Läs i webbläsaren:", en="Read in the browser:")
FILES = {
    "rapport.{language}.html": Text(sv="Rapporten", en="The report"),
    "rapport.{language}.pdf": Text(sv="Rapporten som PDF", en="The report as PDF"),
    "factsheets/index.{language}.html": Text(sv="Faktabladen", en="The factsheets"),
    "run.html": Text(sv="Sidan om körningen", en="The page of the run"),
}
NOTEBOOKS = Text(sv="Anteckningsböckerna i ordning", en="The notebooks in order")
NOTEBOOKS_TELL = Text(
    sv="Var och en kan öppnas och köras med *Run → Run All Cells*; de läser vad de föregående har "
    "gjort. Det cellerna visar sparas inte i dem.",
    en="Each can be opened and run by *Run → Run All Cells*; they read what those before have "
    "made. What cells show is not saved in them.",
)
NOT_PLANNED = Text(
    sv="ingår inte i den här utvärderingens körning", en="is not part of this evaluation's run"
)
EDIT = Text(sv="Det du redigerar", en="What you edit")
EDITED = {
    "evaluation.yml": Text(
        sv="vad som utvärderas: filer, enkätvågor, språk, parametrar",
        en="what is evaluated: files, waves, languages, parameters",
    ),
    "{programme}/programme.yml": Text(sv="mål och insatser", en="goals and activities"),
    "{programme}/indicators.yml": Text(sv="indikatorer", en="indicators"),
    "{programme}/organisation.yml": Text(sv="nämnder och bolag", en="boards and companies"),
    "{synthesis}": Text(sv="bedömningar och förslag", en="assessments and proposals"),
    "reports/manuscript/caveats.yml": Text(sv="antaganden", en="assumptions"),
}
HOW_TOS = Text(sv="Handledningar", en="How-tos")
NO_HOW_TOS = Text(
    sv="Handledningarna följer med verktygets källkod, i mappen `docs`; de kan läggas här också.",
    en="The how-tos come with the source of the toolkit, in its folder `docs`; they can be put "
    "here too.",
)
SWEDISH = {
    "01_intake": ("Inläsning", "Vilka filer vilar utvärderingen på, och är de de vi tror?"),
    "02_clean_published": (
        "Publicerade andelar från en tidigare enkät",
        "Vad publicerades av en enkät vars svar ingen har kvar?",
    ),
    "02_clean_survey": ("Enkätsvaren rensas", "Vad svarade de som svarade, med kodbokens ord?"),
    "03_clean_indicators": (
        "Indikatorerna rensas",
        "Vilka värden finns, för vad, när och med vilka förbehåll?",
    ),
    "03b_clean_followup": (
        "Uppföljningen rensas",
        "Vad rapporterar nämnderna och bolagen själva, om vad?",
    ),
    "04_awareness": (
        "Kännedom",
        "Hur många känner programmet, har läst det, kan målen, vet sitt ansvar och använder det?",
    ),
    "04b_awareness_in_depth": (
        "Kännedom på djupet",
        "Vilka saknas bland svaren, vad hänger kännedom ihop med, och hur säkert är det?",
    ),
    "04c_since_baseline": (
        "Sedan utgångsläget",
        "Har kännedomen ändrats sedan den tidigare enkäten?",
    ),
    "05_outcomes": (
        "Utfall",
        "Var står indikatorerna mot utgångsläge och mål, och har nivåerna ändrats?",
    ),
    "05b_outcomes_in_depth": (
        "Utfall på djupet",
        "Vilka upplägg prövades, vad talade emot dem, och står svaret sig?",
    ),
    "05c_followup": ("Nämndernas uppföljning", "Vad säger nämnderna själva om mål och insatser?"),
    "06_testimony": (
        "Öppna svar",
        "Vad kallar medarbetarna styrkor, svagheter och behov, med egna ord?",
    ),
    "06b_consultation": ("Remissvar", "Vad svarade remissinstanserna, formellt och i ton?"),
    "07_synthesis": (
        "Syntes",
        "Vad säger underlagen om varje mål, var är de överens, och vad går inte att veta?",
    ),
    "07b_bodies": ("Nämnder och bolag", "Vad av det publicerade handlar om var och en?"),
    "08_body_factsheet": ("Faktablad", "Vad säger utvärderingen om en nämnd eller ett bolag?"),
    "09_report": ("Rapporten", "Vad berättar vi, och för vem?"),
}
"""What the notebooks are called and ask; they themselves are written in English."""
SWEDISH_PARAMETERS = {
    "conf_level": "Konfidensintervallens nivå",
    "measure_in_depth": "Det mått i kodboken som undersöks",
    "drivers": "Grupper som jämförs när allt annat är lika",
    "margin": "Halva bredden på de intervall som nästa enkät ska ge",
    "seed": "Slumptalsfrö: samma frö ger samma gränser",
    "apart": "Indikatorer som visas för sig, i anteckningsbok 05b",
    "drawn": "Indikatorer i figurerna",
    "cited": "Indikatorer vars värden texten får hänvisa till",
}
"""What parameters are; the notebooks themselves tell it in English."""
BODY_KIND = Text(sv="Förvaltning eller bolag av vilket slag", en="Kind of board or company")
LANGUAGE = Text(sv="Språk", en="Language")
LANGUAGES = {"sv": "Svenska", "en": "English"}
NOTEBOOK = Text(sv="Anteckningsbok", en="Notebook")
NOTHING_TO_SET = Text(
    sv="Den här anteckningsboken har inget att ställa in.", en="This notebook has nothing to set."
)
RUN = Text(sv="Kör", en="Run")
STOP = Text(sv="Stoppa", en="Stop")
RUNS = Text(
    sv="Kör {notebook} och det den bygger på, i körningen {run} …",
    en="Running {notebook} and what it builds on, as the run {run} …",
)
ENDED = Text(sv="Klart.", en="Done.")
WAS_STOPPED = Text(
    sv="Stoppad. Det som hann göras står kvar.", en="Stopped. What had been made stands."
)
NOT_ENDED = Text(sv="Det gick inte:", en="It did not work:")
IN_DRAFT = Text(
    sv="Utkast (körningen {run}). Frisläppningsgrinden har inte prövat det: lämna inte ut något.",
    en="Draft (the run {run}). The release gate has not tried it: hand nothing out.",
)
IN_RUN = Text(sv="Som det står i körningen {run}.", en="As it stands in the run {run}.")
NO_RESULTS = Text(
    sv="Körningen {run} har inga tabeller eller figurer från den här anteckningsboken. Tryck på "
    "Kör.",
    en="The run {run} has no tables or figures of this notebook. Press Run.",
)
KEEP = Text(
    sv="För att behålla det: skriv så här i evaluation.yml, i stället för det som står under "
    "parameters.",
    en="To keep this: write it into evaluation.yml in place of what stands under parameters.",
)
RESULTS = Text(sv="Tabeller och figurer", en="Tables and figures")
