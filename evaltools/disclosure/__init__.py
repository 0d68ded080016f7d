"""The one door out: what leaves this room is what a reader may see.

Tables, figures and the report accept nothing but a `Publishable`, and only this room makes one.
Each function protects by the rule of the declared sensitivity; the numbers of the rules stand
in evaluation.yml with the legal basis that the evaluator records. What a reader could work out
from all of them together, and from earlier releases, the release gate finds before anything is
built.
"""

from evaltools.disclosure.answers import protect_answers
from evaltools.disclosure.claims import Claim, Claims
from evaltools.disclosure.costs import cost_of_protection, describe_rules
from evaltools.disclosure.counts import protect_counts
from evaltools.disclosure.facts import publish_again, publish_facts
from evaltools.disclosure.gate import Release, check_release
from evaltools.disclosure.ledger import append_release, read_ledger, read_told, write_told
from evaltools.disclosure.magnitudes import protect_magnitudes
from evaltools.disclosure.mentions import protect_mentions
from evaltools.disclosure.publishable import Publishable
from evaltools.disclosure.quotes import publish_quotes
from evaltools.disclosure.registers import protect_indicators
from evaltools.disclosure.shares import protect_estimates, protect_pooled
from evaltools.disclosure.waves import protect_waves

__all__ = [
    "Claim",
    "Claims",
    "Publishable",
    "Release",
    "append_release",
    "check_release",
    "cost_of_protection",
    "describe_rules",
    "protect_answers",
    "protect_counts",
    "protect_estimates",
    "protect_indicators",
    "protect_magnitudes",
    "protect_mentions",
    "protect_pooled",
    "protect_waves",
    "publish_again",
    "publish_facts",
    "publish_quotes",
    "read_ledger",
    "read_told",
    "write_told",
]
