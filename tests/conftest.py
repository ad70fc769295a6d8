"""Fixtures shared by all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from macros.form_data import pack_form
from macros.library import load_library
from tests.engine import Engine

settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def library():
    return load_library(ROOT)


@pytest.fixture(scope="session")
def form(library) -> dict:
    """The form of the whole pack."""
    return pack_form(library)


@pytest.fixture(scope="session")
def engine(form):
    """The browser's engine, which knows the form of the pack as "contract"."""
    engine = Engine()
    engine.form("contract", form)
    yield engine
    engine.close()
