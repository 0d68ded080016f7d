"""What a report is made with, told to its readers."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import requires
from pathlib import Path

import pandas as pd

from evaltools.declarations import Text, in_both
from evaltools.provenance.extensions import extension_code
from evaltools.provenance.versions import commit_of, package_name, package_versions

COMMIT = Text(sv="Version i git", en="Commit in git")


def describe_build(root: Path, *, parameters: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """Describe what a report is made with, for its readers.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the evaluation.
    parameters : mapping
        Values by notebook and parameter, as evaluation.yml and the command line give them.

    Returns
    -------
    pandas.DataFrame
        `what` in both languages and its `value`: one row for the commit, one for Python, one
        per parameter that was given, and one per package that evaltools asks for or that
        registers readers or designs.
    """
    versions = package_versions()
    rows = [
        (COMMIT, commit_of(root) or "–"),
        (Text(sv="Python", en="Python"), f"version {platform.python_version()}"),
        *(
            (Text(sv=f"Parametern {each}.{name}", en=f"Parameter {each}.{name}"), value)
            for each, given in sorted(parameters.items())
            for name, value in given.items()
        ),
        *(
            (Text(sv=f"Paketet {name}", en=f"Package {name}"), f"version {versions[name]}")
            for name in _asked()
        ),
    ]
    return pd.DataFrame([{**in_both("what", what), "value": str(value)} for what, value in rows])


def _asked() -> list[str]:
    """Name the packages that evaltools asks for, extras left out, and those that extend it."""
    asked = [each for each in requires("evaltools") or () if "extra ==" not in each]
    named = {package_name(each) for each in (*asked, *extension_code())}
    return ["evaltools", *sorted(named - {"evaltools"})]
