"""The evaluation as the evaluator declares it in evaluation.yml."""

from evaltools.evaluation.cover import Logo, ReportSettings, contrast
from evaltools.evaluation.material import (
    Coding,
    Consultation,
    OwnNotebook,
    PublishedWave,
    Source,
    Wave,
)
from evaltools.evaluation.rules import (
    AttainmentRule,
    DisclosureRules,
    MagnitudeRule,
    OpenRule,
    OutcomeGates,
    PersonalRule,
    SensitiveRule,
)
from evaltools.evaluation.running import Cluster, Running
from evaltools.evaluation.settings import (
    Evaluation,
    Parameter,
    find_evaluation,
    main_language,
    read_evaluation,
)

__all__ = [
    "AttainmentRule",
    "Cluster",
    "Coding",
    "Consultation",
    "DisclosureRules",
    "Evaluation",
    "Logo",
    "MagnitudeRule",
    "OpenRule",
    "OutcomeGates",
    "OwnNotebook",
    "Parameter",
    "PersonalRule",
    "PublishedWave",
    "ReportSettings",
    "Running",
    "SensitiveRule",
    "Source",
    "Wave",
    "contrast",
    "find_evaluation",
    "main_language",
    "read_evaluation",
]
