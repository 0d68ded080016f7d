"""Whether what people declare is declared in every language of the report."""

from __future__ import annotations

from pathlib import Path

from evaltools.declarations import untranslated
from evaltools.errors import ConfigurationError
from evaltools.evaluation import Evaluation


def check_languages(evaluation: Evaluation) -> None:
    """Refuse texts that are not given in every language of the report.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Raises
    ------
    ConfigurationError
        For each text in evaluation.yml, the programme, its codebooks, the coding scheme, the
        conclusions and what is declared beside the manuscript; or if one of them is no YAML.
    """
    faults = [
        fault
        for path in _declarations(evaluation)
        if path.is_file()
        for fault in untranslated(path, languages=evaluation.languages)
    ]
    if faults:
        raise ConfigurationError(faults)


def _declarations(evaluation: Evaluation) -> dict[Path, None]:
    """List the YAML files that people write, each once."""
    declared = evaluation.declared_paths().values()
    beside = sorted((evaluation.root / "reports" / "manuscript").glob("*.yml"))
    files = [evaluation.root / "evaluation.yml", *declared, *beside]
    return dict.fromkeys(path for path in files if path.suffix in (".yml", ".yaml"))
