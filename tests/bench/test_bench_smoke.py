import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.bench.processes import ROOT


@pytest.mark.parametrize(
    ("parts", "rows", "bars"),
    [
        (
            "start,throughput,latency,doctor,soak",
            ("start to first", "/start", "a mix of", "median", "99 %", "bot doctor", "memory through 500 updates"),
            6,
        ),
        (
            "bulk,unthrottled,question,subscribers,changes",
            (
                *("set to 30 a second", "429", "without a pace", "a question during", "2,000 members"),
                *("confirming to all", "an edition of 50 events", "200 people told"),
            ),
            7,
        ),
    ],
)
async def test_a_quick_run_measures_everything_and_reports_it(
    parts: str, rows: tuple[str, ...], bars: int, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench", "--quick", "--only", parts, "--seed", "1", "--folder", str(tmp_path)),
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(100):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, err.decode()
    report = out.decode()
    for row in rows:
        assert row in report
    assert report.count("| met") + report.count("| MISSED") == bars
    assert not os.listdir(tmp_path)  # noqa: PTH208
