"""Demo data with a known truth, in the shapes in which evaluators get the real ones.

The city's real answers are confidential. This room draws a whole population of employees from
the same codebooks that a real survey would use, lets some of them answer, and writes beside the
answers what is true of everyone, so that the estimates can be held to it. Nothing here says
anything about the city: every number is invented and every file says so.

For an evaluation of one's own it draws answers to its own questionnaire, so that there is a
report to look at before there are data.
"""

from evaltools.synthetic.demo import is_demo, write_demo
from evaltools.synthetic.rehearsing import write_rehearsal

__all__ = ["is_demo", "write_demo", "write_rehearsal"]
