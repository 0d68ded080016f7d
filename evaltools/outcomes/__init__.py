"""What became of the indicators: the strongest honest claim that each carries.

The ladder of designs:

0. no value during the programme, or none that a break in the definition leaves comparable;
1. too few comparable periods before: the level, against baseline and target;
2. enough of them: the change of the level, with an interval;
3. a long series: its shift away from its own trend, where nothing else began at that time;
4. enough like areas without the programme: how much more the area changed than they did;
5. several areas with it and several without: how much more the ones changed than the others.

A claim never uses a stronger verb than its level allows, and none says that the programme
caused anything. What speaks against a design takes the claim down to the next. Designs that
other packages register are tried at levels 2 to 4, after the ladder's own.
"""

from evaltools.outcomes.assessments import Assessment
from evaltools.outcomes.attainment import judge_attainment, tabulate_attainment
from evaltools.outcomes.followup import VERDICTS, count_activities, count_verdicts, list_verdicts
from evaltools.outcomes.ladder import assess, assess_indicators
from evaltools.outcomes.multiplicity import adjust_tests
from evaltools.outcomes.own_designs import Design, own_designs
from evaltools.outcomes.panels import Panel
from evaltools.outcomes.rungs import Rung, Specification
from evaltools.outcomes.sexes import compare_sexes
from evaltools.outcomes.tabulating import list_diagnostics, list_specifications, tabulate

__all__ = [
    "VERDICTS",
    "Assessment",
    "Design",
    "Panel",
    "Rung",
    "Specification",
    "adjust_tests",
    "assess",
    "assess_indicators",
    "compare_sexes",
    "count_activities",
    "count_verdicts",
    "judge_attainment",
    "list_diagnostics",
    "list_specifications",
    "list_verdicts",
    "own_designs",
    "tabulate",
    "tabulate_attainment",
]
