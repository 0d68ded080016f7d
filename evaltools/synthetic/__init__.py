"""Demo data with a known truth, in the shapes in which evaluators get the real ones.

The city's real answers are confidential. This room draws a whole population of employees from
the same codebooks that a real survey would use, lets some of them answer, and writes beside the
answers what is true of everyone, so that the estimates can be held to it. Nothing here says
anything about the city: every number is invented and every file says so.
"""

from evaltools.synthetic.demo import write_demo

__all__ = ["write_demo"]
