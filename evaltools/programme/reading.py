"""The files of programme/, read together: what one refers to, another must declare."""

from __future__ import annotations

from pathlib import Path

from evaltools.declarations import read_declaration
from evaltools.errors import ConfigurationError, Fault
from evaltools.programme.claims import repeated, unknown_references
from evaltools.programme.goals import Catalogue, Programme
from evaltools.programme.organisation import Organisation


def read_programme(folder: Path) -> Programme:
    """Read programme.yml with the catalogue of indicators.yml, where there is one.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of programme.yml, indicators.yml and organisation.yml.

    Returns
    -------
    Programme
        The programme; everything it refers to exists.

    Raises
    ------
    ConfigurationError
        For everything that is missing, does not fit together or refers to an unknown source,
        goal, body, violence type, target group or indicator; one fault per field.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.programme import read_programme
    >>> [goal.number for goal in read_programme(Path("programme")).goals]
    ['1', '2', '3', '4', '5', '6', '7']
    """
    declared = read_declaration(folder / "programme.yml", Programme)
    catalogue = _read_indicators(folder / "indicators.yml")
    indicators = (*declared.indicators, *catalogue.indicators)
    programme = declared.model_copy(update={"indicators": indicators})
    known = _known(programme, read_organisation(folder))
    faults = [
        Fault(f"{folder / file}, {place}", f"{problem}.", "Correct the id or declare it.")
        for file, model in (("programme.yml", declared), ("indicators.yml", catalogue))
        for place, problem in unknown_references(model, known)
    ]
    faults += [
        Fault(str(folder / "indicators.yml"), f"{problem}.", "Keep one.")
        for problem in repeated("indicator", [each.id for each in indicators])
    ]
    if faults:
        raise ConfigurationError(faults)
    return programme


def read_organisation(folder: Path) -> Organisation:
    """Read organisation.yml.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of organisation.yml.

    Returns
    -------
    Organisation
        The bodies and their mergers, consistent in time.

    Raises
    ------
    ConfigurationError
        For everything that is missing or does not fit together.

    Examples
    --------
    >>> from datetime import date
    >>> from pathlib import Path
    >>> from evaltools.programme import read_organisation
    >>> organisation = read_organisation(Path("programme"))
    >>> crosswalk = organisation.crosswalk(
    ...     before=date(2019, 11, 1), after=date(2025, 10, 1)
    ... )
    >>> crosswalk["sdn-rinkeby-kista"]
    'sdn-jarva'
    """
    return read_declaration(folder / "organisation.yml", Organisation)


def _read_indicators(file: Path) -> Catalogue:
    """Read the catalogue; an evaluation that follows no indicators has none."""
    return read_declaration(file, Catalogue) if file.is_file() else Catalogue(indicators=())


def _known(programme: Programme, organisation: Organisation) -> dict[str, set[str]]:
    return {
        "source": set(programme.sources),
        "regional goal": {each.id for each in programme.regional_goals},
        "violence type": {each.id for each in programme.violence_types},
        "target group": {each.id for each in programme.target_groups},
        "goal": {goal.id for goal in programme.goals},
        "indicator": {each.id for each in programme.indicators},
        "body": {body.id for body in organisation.bodies},
    }
