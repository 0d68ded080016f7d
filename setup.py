"""What pyproject.toml cannot say: the wheel carries what new evaluations share with this one."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = {"notebooks": "*.ipynb", "programme/schema": "*.json", ".vscode": "*.json"}
"""As in evaltools/template/evaluation.py, which cannot be imported before it is built."""


class BuildWithTemplate(build_py):
    """Copies notebooks, schemas and editor settings into the template of a wheel."""

    def run(self):
        """Build, then copy what the template takes from the repository."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib, "evaltools", "template", "carried")
        for folder, names in CARRIED.items():
            (target / folder).mkdir(parents=True, exist_ok=True)
            for path in Path(folder).glob(names):
                shutil.copy2(path, target / folder)


setup(cmdclass={"build_py": BuildWithTemplate})
