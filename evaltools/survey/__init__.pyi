from .design import (
    SMALLEST_STRATUM,
    Replicates,
    Survey,
    design_survey,
    response_rates,
)
from .diagnostics import (
    cell_weights,
    describe_weights,
    weight_effect,
    weight_ratio,
)
from .dispositions import DISPOSITIONS, outcome_rates
from .given import take_weights
from .nonresponse import Representativity, estimate_representativity
from .replicates import add_bootstrap, add_jackknife
from .units import Units, lay_out_units
from .universe import Selection, Universe
from .weighting import (
    calibrate,
    margin_matrix,
    poststratify,
    rake,
    rake_further,
    trim_weights,
)

__all__ = [
    "DISPOSITIONS",
    "SMALLEST_STRATUM",
    "Replicates",
    "Representativity",
    "Selection",
    "Survey",
    "Units",
    "Universe",
    "add_bootstrap",
    "add_jackknife",
    "calibrate",
    "cell_weights",
    "describe_weights",
    "design_survey",
    "estimate_representativity",
    "lay_out_units",
    "margin_matrix",
    "outcome_rates",
    "poststratify",
    "rake",
    "rake_further",
    "response_rates",
    "take_weights",
    "trim_weights",
    "weight_effect",
    "weight_ratio",
]
