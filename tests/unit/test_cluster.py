"""The same plan on more than one process: real scheduler, real workers, one of them killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from evaltools.errors import ConfigurationError, RunError
from evaltools.evaluation import Cluster, Running
from evaltools.running import Step
from evaltools.running.attempts import Attempt, attempt
from evaltools.running.cluster import there
from evaltools.running.cluster.carriage import SharedFolder
from evaltools.running.cluster.surroundings import Surroundings
from evaltools.running.cluster.workers import Workers, open_cluster
from evaltools.running.ground import own_folder
from evaltools.running.kernels import Kernels, Kind
from tests import clusters, s3

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")

ROOT = Path(__file__).parents[2]


Processes = list[subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A scheduler without workers: its address, and the file that workers find it by."""
    with clusters.scheduler(tmp_path_factory.mktemp("scheduler")) as found:
        yield found


@pytest.fixture(scope="module")
def workers(
    scheduler: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Processes]:
    """Three workers, of which one test kills one."""
    folder = tmp_path_factory.mktemp("workers")
    with clusters.workers(scheduler[1], folder=folder, number=3) as found:
        clusters.wait_for_workers(scheduler[0], 3)
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Folder of an evaluation."""
    (tmp_path / "evaluation").mkdir()
    return tmp_path / "evaluation"


Made = dict[str, tuple[str, bytes]]


def made_by(place: Workers | _Here, steps: list[Step]) -> Made:
    """Have steps executed side by side; return what each made, and its executed notebook."""

    def made(step: Step) -> tuple[str, bytes]:
        with place.attempt(step) as attempt:
            executed = next(attempt.folder.glob("reports/run/notebooks/*.ipynb")).read_bytes()
            if attempt.error:
                return attempt.error.faults[0].problem, executed
            file = attempt.folder / "made" / step.name / "out.txt"
            return file.read_text(encoding="utf-8"), executed

    with ThreadPoolExecutor(len(steps)) as pool:
        return dict(zip([each.name for each in steps], pool.map(made, steps), strict=True))


def made_here(steps: list[Step], root: Path) -> Made:
    """Have steps executed without a cluster."""
    with Kernels("ordinary") as opened:
        return made_by(_Here(root, opened), steps)


@dataclass
class _Here:
    root: Path
    kernels: Kernels

    @contextlib.contextmanager
    def attempt(self, step: Step) -> Iterator[Attempt]:
        with own_folder(step, root=self.root) as folder:
            yield attempt(step, root=self.root, folder=folder, kernels=self.kernels)


def opened(
    address: str, root: Path, *, kernels: Kind = "ordinary", **more: object
) -> contextlib.AbstractContextManager[Workers]:
    """Open a cluster."""
    declared = Cluster.model_validate({"address": address, **more})
    return open_cluster(declared, root=root, running=Running(kernels=kernels), threads=1)


def kill_one_at_work(address: str, root: Path) -> int:
    """Kill a worker that has a notebook to run, once one has begun; its process."""
    with distributed.Client(address) as client:
        processes = client.run(os.getpid)
        clusters.wait_until(lambda: any((root / ".evaltools" / "attempts").glob("*/.begun")))
        at_work = next(processes[each] for each, has in client.processing().items() if has)
    os.kill(at_work, signal.SIGKILL)
    return at_work


@pytest.mark.slow
def test_a_worker_killed_at_work_loses_nothing(
    scheduler: tuple[str, Path], workers: Processes, root: Path
) -> None:
    steps = clusters.make_steps(root, steps=4)
    with opened(scheduler[0], root) as place, ThreadPoolExecutor(1) as beside:
        killing = beside.submit(kill_one_at_work, scheduler[0], root)
        made = made_by(place, steps)
        killed = next(each for each in workers if each.pid == killing.result())
    assert killed.wait(5) == -signal.SIGKILL
    assert made == made_here(steps, root)


def test_a_notebook_that_fails_leaves_the_others_their_results(
    scheduler: tuple[str, Path], workers: Processes, root: Path
) -> None:
    fails = "if name == 's1':\n    raise ValueError"
    steps = clusters.make_steps(root, steps=2, code=f"{fails}\n{clusters.WORK}", pause=0)
    with opened(scheduler[0], root) as place:
        made = made_by(place, steps)
    stopped = "the notebook work.ipynb stopped in cell 2 with ValueError."
    assert [told for told, _ in made.values()] == ["Kännedom s0", stopped]


def test_whoever_waits_when_a_run_is_stopped_is_told(
    scheduler: tuple[str, Path], workers: Processes, root: Path
) -> None:
    steps = clusters.make_steps(root, steps=1, pause=60)
    with opened(scheduler[0], root) as place, ThreadPoolExecutor(1) as pool:
        waits = pool.submit(made_by, place, steps)
        clusters.wait_until(lambda: any(root.glob(".evaltools/attempts/*/.begun")))
        place.stop()
        with pytest.raises(RunError, match="it was stopped"):
            waits.result(10)


def test_a_worker_with_another_library_is_refused_before_anything_runs(
    scheduler: tuple[str, Path], workers: Processes, root: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "evaltools", tmp_path / "other" / "evaltools")
    with (tmp_path / "other" / "evaltools" / "numerals.py").open("a") as changed:
        changed.write("# changed\n")
    with clusters.workers(scheduler[1], folder=tmp_path, library=tmp_path / "other"):
        clusters.wait_for_workers(scheduler[0], sum(each.poll() is None for each in workers) + 1)
        with pytest.raises(ConfigurationError) as refused, opened(scheduler[0], root):
            pass
    problems = [each.problem for each in refused.value.faults]
    assert problems == ["it has other code of evaltools."]
    assert "same commit" in refused.value.faults[0].remedy


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A scheduler with a worker that has its own empty disk in place of a folder; that folder."""
    folder = tmp_path_factory.mktemp("evaluation")
    hide = f'mount -t tmpfs none {folder} && exec "$@"'
    around = ("unshare", "--mount", "sh", "-c", hide, "sh")
    if not clusters.can_run([*around, "true"]):
        pytest.skip("this system lets no process have its own view of the disk")
    other = tmp_path_factory.mktemp("other")
    with (
        clusters.scheduler(other) as (address, file),
        clusters.workers(file, folder=other, around=around),
    ):
        yield address, folder


def test_a_worker_that_does_not_see_the_folder_is_refused(blind: tuple[str, Path]) -> None:
    with pytest.raises(ConfigurationError, match="does not see the folder"), opened(*blind):
        pass


@pytest.mark.slow
@pytest.mark.skipif(not s3.SERVER, reason=s3.LACKING)
def test_a_worker_that_sees_no_folder_makes_the_same_through_a_store(
    blind: tuple[str, Path],
) -> None:
    address, root = blind
    steps = clusters.make_steps(root, steps=2, pause=0)
    with s3.serve() as url:
        s3.make_bucket(url, "bucket")
        options = s3.OPTIONS | {"endpoint_override": url}
        through = {"store": "s3://bucket/ev", "storage_options": options}
        with opened(address, root, kernels="warm", **through) as place:
            made = made_by(place, steps)
        left = s3.names(url, "bucket")
    assert made == made_here(steps, root)
    assert [name for name in left if not name.endswith("/")] == []


def test_a_worker_forgets_a_run_of_which_it_hears_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    desk = there._Desk(tmp_path / "scratch", Kernels("ordinary"))
    monkeypatch.setattr(there, "_open_desk", lambda terms: desk)
    monkeypatch.setattr(there, "IDLE", 0.05)
    terms = there.Terms(
        run="killed", root=tmp_path, commit="", carriage=SharedFolder(tmp_path),
        here=Surroundings("", "", {}), kernels="ordinary", time_limit=None,
    )  # fmt: skip
    with there._at_desk(terms), there._at_desk(terms):
        time.sleep(0.2)
        assert desk.scratch.exists()
    clusters.wait_until(lambda: not desk.scratch.exists())
    assert "killed" not in there._desks


def test_a_run_without_a_cluster_never_imports_dask() -> None:
    code = (
        "import sys, evaltools.cli, evaltools.running.cluster\n"
        "print({'dask', 'distributed'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
