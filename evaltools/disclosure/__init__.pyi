from .answers import protect_answers
from .areas import protect_pooled, protect_ranks, without_hidden
from .claims import Claim, Claims
from .costs import cost_of_protection, describe_bases, describe_rules
from .counts import protect_counts
from .facts import publish_again, publish_facts
from .gate import Release, check_release
from .ledger import append_release, read_ledger, read_told, write_told
from .magnitudes import protect_magnitudes
from .mentions import protect_mentions
from .publishable import Publishable
from .quotes import publish_quotes
from .registers import protect_indicators
from .rules import published_text
from .shares import protect_estimates
from .waves import protect_waves

__all__ = [
    "Claim",
    "Claims",
    "Publishable",
    "Release",
    "append_release",
    "check_release",
    "cost_of_protection",
    "describe_bases",
    "describe_rules",
    "protect_answers",
    "protect_counts",
    "protect_estimates",
    "protect_indicators",
    "protect_magnitudes",
    "protect_mentions",
    "protect_pooled",
    "protect_ranks",
    "protect_waves",
    "publish_again",
    "publish_facts",
    "publish_quotes",
    "published_text",
    "read_ledger",
    "read_told",
    "without_hidden",
    "write_told",
]
