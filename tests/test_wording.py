"""Every rule about dangerous phrases reports what it says it catches and lets pass what it says it allows."""

import pytest

from macros.library import load_library
from tests.conftest import ROOT

RULES = load_library(ROOT).wording.forbidden


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.phrase or rule.pattern)
def test_a_rule_tells_its_own_examples_apart(rule):
    assert rule.catches, "a rule without an example cannot be tested"
    assert all(rule.found_in(example) for example in rule.catches)
    assert not any(rule.found_in(example) for example in rule.allows)
