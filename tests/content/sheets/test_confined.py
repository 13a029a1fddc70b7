"""Files are read in a process that has little time, little memory and none of the bot's secrets."""

import asyncio
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.content.sheets import book, child, confined, declarations, limits
from bot.content.sheets.confined import ReaderFailedError, read_confined, read_confined_now, run_confined
from bot.content.sheets.grid import Book, CellProblem, FileRefused, Reason, Row, Sheet, Value
from bot.content.sheets.wire import book_of, pieces_of
from tests.content.sheets.workbooks import MAIN, ROOT, SHEET, measured, parts, row_of, sheet, workbook, zipped

MEGABYTE = 1024 * 1024
XLSX = "programme.xlsx"


def markup() -> bytes:
    return workbook("<row>" + "<c/>" * 9_900_000 + "</row>")


def depth() -> bytes:
    return zipped({**parts(), SHEET: "<a>" * 2_400_000})


def bomb() -> bytes:
    return zipped({**parts(), "xl/media/image1.png": bytes(200 * MEGABYTE)})


def nested_in_texts() -> bytes:
    return workbook(texts=f'<sst xmlns="{MAIN}">' + "<si>" * 2_400_000)


def entries() -> bytes:
    return zipped({f"{number:x}": "" for number in range(40_000)})


NASTY = {
    bomb: limits.TOO_MUCH_INSIDE,
    markup: limits.TOO_MUCH_FORMATTING,
    depth: declarations.BROKEN,
    nested_in_texts: declarations.BROKEN,
    entries: limits.TOO_MANY_PARTS,
}


@pytest.mark.parametrize("make", NASTY, ids=lambda make: make.__name__)
def test_the_nastiest_are_refused_within_2_seconds_and_200_mb(make: Any) -> None:
    found = measured(make())
    assert found.last[:2] == ["refused", NASTY[make]]
    assert found.seconds <= 2
    assert found.megabytes <= 200


def test_a_csv_of_nothing_but_separators_takes_little() -> None:
    found = measured(b'"",' * (5 * MEGABYTE // 3), "programme.csv")
    assert found.seconds <= 2
    assert found.megabytes <= 200


def largest() -> bytes:
    """5,000 rows of 50 columns, each a text of its own, close to the 40 MB that a file may have inside."""
    rows = "".join(
        row_of((f"Заседание {number}-{column}" for column in range(50)), number) for number in range(1, 5001)
    )
    padding = b" " * (limits.MOST_INFLATED - len(rows.encode()) - MEGABYTE)
    return zipped({**parts(), SHEET: sheet(rows), "docProps/app.xml": b"<a>" + padding + b"</a>"})


@asynccontextmanager
async def a_loop_watched() -> AsyncIterator[list[float]]:
    """Note how late a loop that sleeps for 10 ms wakes up, in seconds."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(0.01)
            late.append(time.perf_counter() - asked - 0.01)

    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch())
        yield late
        watching.cancel()


async def test_the_largest_is_read_within_15_seconds_while_the_loop_stays_free() -> None:
    content = largest()
    assert len(content) <= limits.LARGEST_FILE
    async with a_loop_watched() as late:
        started = time.perf_counter()
        read = await read_confined(content, XLSX)
        seconds = time.perf_counter() - started
    assert seconds <= 15
    assert [len(sheet.rows) for sheet in read.sheets] == [5000]
    assert len(read.sheets[0].rows[4999].cells) == 50
    # Nothing holds the loop for as long as reading takes; a busy machine may hold anybody for a moment.
    assert max(late) < seconds / 2


def test_a_book_goes_over_the_wire_as_it_is() -> None:
    cells: dict[int, Value] = {
        1: "текст\n\ud800 \u2028",
        2: 7,
        3: 0.5,
        4: True,
        5: dt.date(2025, 9, 23),
        6: dt.time(9, 30),
        7: dt.datetime.fromisoformat("2025-09-23T09:30:01"),
    }
    problem = CellProblem("Events", 3, 2, Reason("«{value}» is wrong", {"value": "x", "most": 3}))
    whole = Book((Sheet("Events", (Row(2, cells),), (problem,), hidden=True), Sheet("", ())), has_addresses=True)
    over = json.loads(json.dumps(list(pieces_of(whole))))
    assert book_of(over) == whole
    assert [type(value) for value in book_of(over).sheets[0].rows[0].cells.values()] == [
        type(value) for value in cells.values()
    ]


def test_what_is_read_elsewhere_is_what_is_read_here() -> None:
    content = workbook(row_of(["id", "Тема \u2028 &#128512;"]) + '<row r="3"><c r="B3"><f>1+1</f><v>2</v></c></row>')
    assert read_confined_now(content, XLSX) == book.read_book(content, XLSX)


async def test_a_refusal_comes_back_with_its_reason_and_values() -> None:
    with pytest.raises(FileRefused) as refused:
        await read_confined(workbook(row_of("a", 5001)), XLSX)
    assert refused.value.reason.text == limits.TOO_MANY_ROWS
    assert refused.value.reason.values == {"most": 5000, "cell": "Programme!A5001"}
    assert refused.value.__cause__ is None


async def test_a_file_that_is_too_large_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "create_subprocess_exec", None)
    with pytest.raises(FileRefused, match="larger than 5 MB"):
        await read_confined(bytes(100 * MEGABYTE), XLSX)


TASKS = """
import os, resource, sys, time

def environment(content, argument):
    yield dict(os.environ)

def limits(content, argument):
    yield [resource.getrlimit(getattr(resource, name))[0] for name in argument["names"]]

def modules(content, argument):
    import bot.content.sheets.book
    yield [name for name in ("aiogram", "aiohttp", "sqlite3", "pydantic") if name in sys.modules]

def memory(content, argument):
    yield len(bytearray(argument["size"]))

def sleep(content, argument):
    os.mkdir(argument["path"])
    time.sleep(60)
    yield

def work(content, argument):
    resource.setrlimit(resource.RLIMIT_CPU, (1, 15))
    while True:
        pass
    yield

def stop(content, argument):
    yield 1
    sys.stdout.flush()
    os._exit(3)

def fail(content, argument):
    yield 1
    raise KeyError("a bug of ours")

def endless(content, argument):
    while True:
        yield "x" * 1_000_000

def write(content, argument):
    with open(argument["path"], "w") as file:
        file.write("x")
    yield
"""


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lets the confined process do what no reader does."""
    (tmp_path / "odd_tasks.py").write_text(TASKS)
    (tmp_path / "odd_child.py").write_text(
        "import sys\n"
        f"sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\n"
        "from bot.content.sheets import child\n"
        "names = 'environment limits modules memory sleep work stop fail endless write'.split()\n"
        "child.TASKS = {name: f'odd_tasks:{name}' for name in names}\n"
        "child.main()\n"
    )
    monkeypatch.setattr(confined, "_CHILD", "odd_child")
    monkeypatch.setattr(confined, "_ROOT", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("tasks")
async def test_no_secret_of_the_bot_is_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "12345:secret")
    (environment,) = await run_confined("environment", {}, b"")
    assert set(environment) <= {"PATH", "LANG", "LC_CTYPE", "PWD", "SHLVL", "_"}


@pytest.mark.usefixtures("tasks")
async def test_the_limits_stand_before_the_file_is_read() -> None:
    names = ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE"]
    (found,) = await run_confined("limits", {"names": names}, b"")
    assert found == [child.MEMORY, child.PROCESSOR_SECONDS, child.OPEN_FILES, 0, 0]


async def test_it_writes_no_file(tasks: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        await run_confined("write", {"path": str(tasks / "written")}, b"")
    assert isinstance(refused.value.__cause__, ReaderFailedError)
    assert not (tasks / "written").exists() or (tasks / "written").stat().st_size == 0


@pytest.mark.usefixtures("tasks")
async def test_it_loads_nothing_that_makes_it_start_slowly() -> None:
    assert await run_confined("modules", {}, b"") == [[]]


@pytest.mark.usefixtures("tasks")
async def test_too_much_memory_is_a_refusal() -> None:
    with pytest.raises(FileRefused) as refused:
        await run_confined("memory", {"size": child.MEMORY}, b"")
    assert refused.value.reason.text == child.TOO_MUCH_MEMORY


async def test_too_much_time_by_the_clock_is_a_refusal_and_ends_the_process(tasks: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        await run_confined("sleep", {"path": str(tasks / "begun")}, b"", seconds=1)
    assert refused.value.reason.text == confined.TOO_SLOW
    assert _children() == []


@pytest.mark.usefixtures("tasks")
async def test_too_much_time_of_the_processor_is_a_refusal() -> None:
    with pytest.raises(FileRefused) as refused:
        await run_confined("work", {}, b"")
    assert refused.value.reason.text == confined.TOO_SLOW


async def test_whoever_gives_up_waiting_ends_the_process(tasks: Path) -> None:
    begun = tasks / "begun"
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(run_confined("sleep", {"path": str(begun)}, b"x" * MEGABYTE))
        while not begun.exists():  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.01)
        waiting.cancel()
    assert waiting.cancelled()
    assert _children() == []


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize(("task", "said"), [("stop", "code 3"), ("fail", "a bug of ours"), ("nothing", "KeyError")])
async def test_a_failure_of_ours_is_a_refusal_that_carries_what_happened(task: str, said: str) -> None:
    with pytest.raises(FileRefused) as refused:
        await run_confined(task, {}, b"x" * MEGABYTE)
    assert refused.value.reason.text == confined.FAILED
    assert isinstance(refused.value.__cause__, ReaderFailedError)
    assert said in str(refused.value.__cause__)


@pytest.mark.usefixtures("tasks")
async def test_an_answer_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "LARGEST_ANSWER", 3 * MEGABYTE)
    with pytest.raises(FileRefused) as refused:
        await run_confined("endless", {}, b"")
    assert refused.value.reason.text == confined.FAILED
    assert _children() == []


def test_an_answer_that_ends_in_the_middle_is_none() -> None:
    whole = b'["piece",1]\n["done"]\n'
    assert list(confined._pieces(whole, 0)) == [1]
    for cut in (whole[:-3], whole[:12], whole[:5], b""):
        with pytest.raises(FileRefused):
            list(confined._pieces(cut, -signal.SIGSEGV))


def test_it_starts_at_once() -> None:
    script = "import time, bot.content.sheets.book; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 1


def _children() -> list[str]:
    """The processes that this one has started and that run still."""
    found = Path(f"/proc/self/task/{os.getpid()}/children")
    return [pid for pid in found.read_text().split() if b"odd_child" in Path(f"/proc/{pid}/cmdline").read_bytes()]
