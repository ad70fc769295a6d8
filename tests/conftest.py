"""Fixtures shared by all tests."""

from pathlib import Path

import pytest

from macros.library import load_library

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def library():
    return load_library(ROOT)
