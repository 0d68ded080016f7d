"""Small installed packages that register something with evaltools."""

from __future__ import annotations

import tomllib
from pathlib import Path


def install(folder: Path, package: str, code: str, *, version: str = "1.0", **groups: str) -> None:
    """Put a package of one module into a folder of packages, as pip would.

    `groups` has the lines under `evaltools.readers` and `evaltools.designs`.
    """
    module = package.replace("-", "_")
    (folder / module).mkdir(parents=True, exist_ok=True)
    (folder / module / "__init__.py").write_text(code, encoding="utf-8")
    told = folder / f"{module}-{version}.dist-info"
    told.mkdir(exist_ok=True)
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
    (told / "METADATA").write_text(metadata, encoding="utf-8")
    sections = [f"[evaltools.{group}]\n{lines}\n" for group, lines in groups.items()]
    (told / "entry_points.txt").write_text("\n".join(sections), encoding="utf-8")


def install_project(project: Path, folder: Path) -> None:
    """Install a project of one module from its folder, as its pyproject.toml says."""
    told = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    (module,) = told["tool"]["setuptools"]["py-modules"]
    groups = {
        group.removeprefix("evaltools."): "\n".join(f"{name} = {at}" for name, at in each.items())
        for group, each in told["project"]["entry-points"].items()
    }
    name, version = told["project"]["name"], told["project"]["version"]
    code = (project / f"{module}.py").read_text("utf-8")
    install(folder, name, code, version=version, **groups)
