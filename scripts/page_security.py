"""The Content-Security-Policy of a page: the site's own files, the inline scripts it was built with, nothing else."""

from __future__ import annotations

import base64
import hashlib
import re

WEBSITE = "'self'"
FILES = "file:"  # opened from a folder, Firefox counts no other file as the page's 'self'
_CHARSET = '<meta charset="utf-8">'
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def secured(page: str, own: str = WEBSITE) -> str:
    """The page with its policy ahead of everything that the policy rules."""
    hashes = " ".join(dict.fromkeys(map(_hash, _INLINE_SCRIPT.findall(page))))
    policy = f"default-src {own}; script-src {own} {hashes}; img-src {own} data:; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'"
    return page.replace(_CHARSET, f'{_CHARSET}\n      <meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
