"""Versions: of the packages, and of the files in git."""

from __future__ import annotations

import os
import re
import subprocess
from importlib.metadata import distributions
from pathlib import Path

from evaltools.provenance.extensions import extension_code

TOLD_COMMIT = "EVALTOOLS_COMMIT"
"""By this environment variable a run tells its notebooks the commit: a worker has no git."""


def package_versions() -> dict[str, str]:
    """Return the version of every installed package, by its name as `package_name` writes it.

    Of packages that register readers or designs it tells the code too: "1.0 (code 3f2a9c41d07b)".
    """
    found = {package_name(each.metadata["Name"]): each.version for each in distributions()}
    coded = {
        package_name(name): f" (code {digest[:12]})" for name, digest in extension_code().items()
    }
    return {name: found[name] + coded.get(name, "") for name in sorted(found)}


def package_name(asked: str) -> str:
    """Return the name of the package that a requirement asks for, one spelling of it.

    Parameters
    ----------
    asked : str
        A requirement such as "svy_rs>=0.19; python_version > '3'", or a name alone.

    Returns
    -------
    str
        The name in small letters, with hyphens, as PEP 503 has it.
    """
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", asked)[0]).lower()


def commit_of(root: Path) -> str | None:
    """Return the commit of a checkout, marked where files have changed since.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the checkout.

    Returns
    -------
    str or None
        The commit, with "+changes" where tracked files differ; None outside git. Where the
        environment variable EVALTOOLS_COMMIT is set it is believed, and empty means None.
    """
    if TOLD_COMMIT in os.environ:
        return os.environ[TOLD_COMMIT] or None
    try:
        commit = _git(root, "rev-parse", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{commit}+changes" if changed else commit


def tracked_files(root: Path) -> frozenset[str]:
    """Return the files of a folder that are in git, named from it; none outside git."""
    try:
        return frozenset(_git(root, "ls-files", "-z").split("\0"))
    except (OSError, subprocess.SubprocessError):
        return frozenset()


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True, timeout=20
    )
    return done.stdout.strip()
