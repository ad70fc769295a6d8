"""How long a fresh process takes, and the middle one of several measurements; for `make bench`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def run(command: list, cwd: Path, **environment: str) -> float:
    """Seconds that a fresh process takes. Raises CalledProcessError with its output on stderr."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        done.check_returncode()
    return time.perf_counter() - started


def median(measure: Callable[[], float], times: int = 3) -> float:
    return statistics.median(measure() for _ in range(times))
