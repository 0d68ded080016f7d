"""The words of a factsheet and of the index that no evaluator writes."""

from __future__ import annotations

from evaltools.declarations import Text

FACTSHEET = Text(sv="Faktablad", en="Factsheet")
GROUPS = {
    "district_board": Text(sv="Stadsdelsnämnder", en="District boards"),
    "specialist_board": Text(sv="Övriga nämnder", en="Other boards"),
    "company": Text(sv="Bolag", en="Companies"),
}
SOURCES = Text(sv="Källor:", en="Sources:")
INVENTED = Text(
    sv="Bladet innehåller påhittade siffror, som inte säger något om verkligheten.",
    en="The sheet contains invented figures, which say nothing about reality.",
)
REPORT = Text(sv="Hela rapporten", en="The whole report")
OTHER_LANGUAGE = Text(sv="In English", en="På svenska")
ALL_SHEETS = Text(sv="Alla faktablad", en="All factsheets")
AS_PDF = Text(sv="Som PDF", en="As PDF")
LETTERS = Text(sv="Alla namn i bokstavsordning", en="All names in alphabetical order")
NOW_PART_OF = Text(sv="nu {}", en="now {}")
INTRODUCTION = Text(
    sv="Ett blad om varje nämnd och bolag som fanns när enkäten gjordes. Den som söker en nämnd "
    "som har upphört hittar den bland namnen nedan och kommer till den som tog över.",
    en="One sheet on each board and company that existed when the survey was made. Whoever looks "
    "for a board that has ceased finds it among the names below, and the one that took over.",
)
