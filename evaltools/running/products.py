"""What a step made earlier waits beside its place while the step runs."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from evaltools.running.plan import Step


@contextlib.contextmanager
def set_aside(step: Step) -> Iterator[None]:
    """Begin with empty folders; put the products back if the work fails.

    Parameters
    ----------
    step : Step
        The step that is to make its products anew.
    """
    for product in (*step.folders, *step.files[1:]):
        if product.exists():
            product.rename(_beside(product))
        else:
            _beside(product).mkdir(parents=True)
    for folder in step.folders:
        folder.mkdir()
    try:
        yield
    except BaseException:
        put_back(step)
        raise
    for product in (*step.folders, *step.files[1:]):
        _remove(_beside(product))


def put_back(step: Step) -> None:
    """Restore what a step had made before a run that did not end.

    Parameters
    ----------
    step : Step
        The step; nothing happens if it ended.
    """
    for product in (*step.folders, *step.files[1:]):
        before = _beside(product)
        if before.exists():
            _remove(product)
            before.rename(product)
            with contextlib.suppress(OSError):
                product.rmdir()


def _beside(product: Path) -> Path:
    """Return where a product waits; an empty folder there means that there was none."""
    return product.with_name(f".{product.name}.before")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
