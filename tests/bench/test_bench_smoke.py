import asyncio
import os
import sys
from pathlib import Path

from tests.bench.processes import ROOT


async def test_a_quick_run_measures_everything_and_reports_it(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench", "--quick", "--seed", "1", "--folder", str(tmp_path)),
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
    for row in (
        *("start to first", "/start", "a mix of", "median", "99 %", "bot doctor", "memory through 500 updates"),
        *("without a pace", "set to 30 a second", "refused with 429"),
    ):
        assert row in report
    assert report.count("| met") + report.count("| MISSED") == 9
    assert not os.listdir(tmp_path)  # noqa: PTH208
