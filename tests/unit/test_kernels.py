"""Warm kernels are as isolated as ordinary ones, and leave nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from evaltools.running.kernels import Kernels, Kind, Use
from evaltools.running.kernels.warm import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux alone")


@pytest.fixture(scope="module")
def warm() -> Iterator[Kernels]:
    """Open warm kernels that these tests share: none may harm the next."""
    with Kernels("warm", time_limit=20) as kernels:
        yield kernels


def notebook(*code: str) -> NotebookNode:
    """Make a notebook of cells, as papermill loads it."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    cells = [new_code_cell(each, metadata={"papermill": {}, "tags": []}) for each in code]
    return new_notebook(cells=cells, metadata=kernel | {"papermill": {}})


def ended(kernels: Kernels, *code: str) -> str:
    """Execute cells and return what ended their kernel."""
    end, _ = kernels.execute(notebook(*code), folder=Path.cwd(), environment={})
    return end


def told(kernels: Kernels, *code: str, **environment: str) -> str:
    """Execute cells and return what the last one shows, as text."""
    book = notebook(*code)
    end, _ = kernels.execute(book, folder=Path.cwd(), environment=environment)
    assert end == "", book.cells[-1].outputs
    return str(book.cells[-1].outputs[-1]["data"]["text/plain"])


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for_end(pid: int) -> bool:
    """Wait until a process has ended, for five seconds at most."""
    until = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


@pytest.mark.parametrize(
    "code",
    ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)",
     "import ctypes; ctypes.string_at(0)"],
)  # fmt: skip
def test_a_kernel_that_ends_early_is_told_and_harms_no_other(warm: Kernels, code: str) -> None:
    assert ended(warm, "1", code, "2") == "the end of its kernel"
    assert told(warm, "6 * 7") == "42"


def test_a_notebook_that_wants_all_memory_stops_at_its_cell(warm: Kernels) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))"
    book = notebook(limit, "everything = bytearray(2**33)", "1")
    end, _ = warm.execute(book, folder=Path.cwd(), environment={})
    assert (end, book.cells[1].outputs[0]["ename"]) == ("", "MemoryError")
    assert told(warm, "6 * 7") == "42"


def test_the_system_takes_a_notebook_first_when_memory_is_short(warm: Kernels) -> None:
    assert told(warm, "int(open('/proc/self/oom_score_adj').read())") == "1000"


def test_a_notebook_that_hangs_is_stopped_at_its_limit() -> None:
    with Kernels("warm", time_limit=1.5) as kernels:
        assert ended(kernels, "while True: pass") == "its time limit"


def test_what_a_notebook_forked_ends_with_it(warm: Kernels) -> None:
    pid = told(warm, "import os, time\nchild = os.fork()\nif child == 0: time.sleep(60)", "child")
    assert wait_for_end(int(pid))


@pytest.mark.parametrize("kind", ["warm", "ordinary"])
def test_a_file_that_a_notebook_left_open_is_written(tmp_path: Path, kind: Kind) -> None:
    with Kernels(kind) as kernels:
        code = "file = open('left.txt', 'w')\nfile.write('all of it')"
        kernels.execute(notebook(code), folder=tmp_path, environment={})
    assert (tmp_path / "left.txt").read_text() == "all of it"


def test_temporary_files_lie_where_the_run_says(warm: Kernels, tmp_path: Path) -> None:
    told_folder = told(warm, "import tempfile; tempfile.gettempdir()", TMPDIR=str(tmp_path))
    assert told_folder == repr(str(tmp_path))


def test_a_thread_that_runs_on_holds_nobody_up(warm: Kernels) -> None:
    began = time.monotonic()
    told(warm, "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n1")
    assert time.monotonic() - began < 15


def test_what_left_its_kernel_ends_with_the_run() -> None:
    away = "import subprocess\nsubprocess.Popen(['sleep', '60'], start_new_session=True).pid"
    with Kernels("warm") as kernels:
        pid = int(told(kernels, away))
    assert wait_for_end(pid)


def test_no_state_passes_to_the_next_notebook(warm: Kernels) -> None:
    look = (
        "import os, sys, pandas, matplotlib\n"
        "(os.getcwd(), os.environ.get('LEFT'), pandas.options.display.max_rows,\n"
        " matplotlib.rcParams['font.size'], sys.path[-1], 'left' in globals())"
    )
    before = told(warm, look)
    told(
        warm,
        "import os, sys, pandas, matplotlib\n"
        "os.chdir('/'); os.environ['LEFT'] = '1'; pandas.options.display.max_rows = 3\n"
        "matplotlib.rcParams['font.size'] = 77; sys.path.append('/left'); left = 1; 1",
    )
    assert told(warm, look) == before


def test_the_environment_is_that_of_the_moment(warm: Kernels) -> None:
    assert told(warm, "import os; os.environ['WHICH']", WHICH="this") == "'this'"


def test_the_warm_process_does_not_hold_the_library(warm: Kernels) -> None:
    code = "import sys; [each for each in sys.modules if each.split('.')[0] == 'evaltools']"
    assert told(warm, code) == "[]"


def test_the_warm_process_holds_the_others(warm: Kernels) -> None:
    assert told(warm, "import sys; {'pandas', 'statsmodels', 'svy'} <= set(sys.modules)") == "True"


def test_the_warm_process_runs_no_python_thread(warm: Kernels) -> None:
    code = "import threading; threading.main_thread() is threading.enumerate()[0]"
    assert told(warm, code) == "True"


@pytest.mark.parametrize("draw", ["numpy.random.rand()", "random.random()"])
def test_no_two_notebooks_share_random_numbers(warm: Kernels, draw: str) -> None:
    first, second = (told(warm, f"import random, numpy; float({draw})") for _ in range(2))
    assert first != second


ANALYSIS = (
    "import numpy, pandas, matplotlib.pyplot as plt, statsmodels.api as sm, polars\n"
    "rng = numpy.random.default_rng(7)\n"
    "frame = pandas.DataFrame({'x': rng.normal(size=400), 'y': rng.normal(size=400)})\n"
    "fit = sm.OLS(frame['y'], sm.add_constant(frame['x'])).fit()",
    "frame.describe()",
    "fit.params.to_dict(), polars.from_pandas(frame).select(polars.all().sum()).to_dicts()",
    "_ = plt.plot(frame['x'].sort_values())",
)


def test_results_are_those_of_ordinary_kernels_to_the_byte(warm: Kernels) -> None:
    books = [notebook(*ANALYSIS), notebook(*ANALYSIS)]
    with Kernels("ordinary") as ordinary:
        for kernels, book in zip((warm, ordinary), books, strict=True):
            assert kernels.execute(book, folder=Path.cwd(), environment={})[0] == ""
    outputs = [[cell.outputs for cell in book.cells] for book in books]
    assert outputs[0] == outputs[1]
    assert "image/png" in outputs[0][-1][0]["data"]


def test_what_a_notebook_uses_of_the_library_is_known(warm: Kernels) -> None:
    code = "from evaltools.programme import Goal\nfrom evaltools import numerals"
    _, use = warm.execute(notebook(code), folder=Path.cwd(), environment={})
    assert isinstance(use, Use)
    assert {"programme/__init__.py", "numerals.py", "errors/__init__.py"} <= set(use.files)
    assert "running/scheduler.py" not in use.files


def test_files_that_the_library_carries_are_among_what_is_used(warm: Kernels) -> None:
    code = (
        "import evaltools.manuscript.wording\nfrom pathlib import Path\n"
        "folder = Path(evaltools.manuscript.wording.__file__).parent\n"
        "text = (folder / 'wording.sv.yml').read_text()"
    )
    _, use = warm.execute(notebook(code), folder=Path.cwd(), environment={})
    assert use is not None and "manuscript/wording/wording.sv.yml" in use.files


@pytest.mark.parametrize(
    ("command", "is_partial"),
    [("[sys.executable, '-c', '1']", True), ("['git', '--version']", False)],
)
def test_another_python_may_use_all_of_the_library(
    warm: Kernels, command: str, is_partial: bool
) -> None:
    code = f"import sys, subprocess, evaltools\nsubprocess.run({command}, capture_output=True)"
    _, use = warm.execute(notebook(code), folder=Path.cwd(), environment={})
    assert use is not None and use.is_partial is is_partial


OWNER = """
import sys
from pathlib import Path
from nbformat.v4 import new_code_cell, new_notebook
from evaltools.running.kernels import Kernels
code = ("import os, time\\nfrom pathlib import Path\\n"
        "Path('pids').write_text(f'{os.getpid()} {os.getppid()}')\\ntime.sleep(60)")
cell = new_code_cell(code, metadata={"papermill": {}, "tags": []})
book = new_notebook(cells=[cell], metadata={"papermill": {}})
with Kernels("warm") as kernels:
    kernels.execute(book, folder=Path.cwd(), environment={})
"""


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGINT])
def test_an_owner_that_is_killed_leaves_no_orphan(tmp_path: Path, signum: signal.Signals) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER], cwd=tmp_path, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not (tmp_path / "pids").is_file() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.1)
    kernel, server = map(int, (tmp_path / "pids").read_text().split())
    owner.send_signal(signum)
    owner.wait()
    assert wait_for_end(kernel) and wait_for_end(server)


def test_papermill_finds_the_warm_engine(tmp_path: Path) -> None:
    papermill = pytest.importorskip("papermill")
    nbformat.write(notebook("import sys; 'svy' in sys.modules"), tmp_path / "in.ipynb")
    book = papermill.execute_notebook(
        tmp_path / "in.ipynb", None, engine_name="warm", progress_bar=False, cwd=tmp_path
    )
    assert book.cells[-1].outputs[0]["data"]["text/plain"] == "True"
