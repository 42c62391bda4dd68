"""Coverage-guided fuzzing of the reader of mails: as many inputs as `FUZZ_RUNS` says, or the few for each change.

Where atheris is not installed (it has no wheels for every Python) hypothesis alone does it: `test_mail_fuzz.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.mail.poisons import POISONS

ROOT = Path(__file__).parents[3]
RUNS = os.environ.get("FUZZ_RUNS", "500")
LARGEST = 4_096  # bytes of an input


def test_no_bytes_that_reach_new_code_break_the_reader(tmp_path):
    pytest.importorskip("atheris", reason="atheris is not installed")
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name, raws in POISONS.items():
        for number, raw in enumerate(raws):
            (seeds / f"{name}-{number}").write_bytes(raw[:LARGEST])
    done = subprocess.run(
        [sys.executable, "-m", "tests.adapters.mail.fuzzer", f"-runs={RUNS}", f"-max_len={LARGEST}", "-seed=1",
         "-timeout=10", f"-artifact_prefix={tmp_path}/", str(seeds)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
