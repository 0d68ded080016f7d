"""Answers together with the design that produced them."""

from evaltools.survey.design import (
    SMALLEST_STRATUM,
    Replicates,
    Survey,
    design_survey,
    response_rates,
)
from evaltools.survey.diagnostics import weight_effect

__all__ = [
    "SMALLEST_STRATUM",
    "Replicates",
    "Survey",
    "design_survey",
    "response_rates",
    "weight_effect",
]
