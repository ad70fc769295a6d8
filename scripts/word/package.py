"""A DOCX file as a package of parts: content types, relationships, and a ZIP that depends on nothing but its content."""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.sax.saxutils import quoteattr

from scripts.word.ooxml import DECLARATION, R

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML_TYPES = "application/vnd.openxmlformats-officedocument."
_FIRST = ("[Content_Types].xml", "_rels/.rels")


class Package:
    def __init__(self):
        self._parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._relationships: dict[str, list[tuple[str, str, str]]] = {}

    def add(self, name: str, data: str | bytes, kind: str = "") -> None:
        """`kind` completes the content type, e.g. "wordprocessingml.styles"; without it the part is plain XML."""
        self._parts[name] = data.encode() if isinstance(data, str) else data
        if kind:
            self._types[name] = kind if "/" in kind else f"{_XML_TYPES}{kind}+xml"

    def relate(self, source: str, target: str, kind: str) -> str:
        """Relate two parts, "" being the package itself; returns the relationship's id."""
        relations = self._relationships.setdefault(source, [])
        relation_id = f"rId{len(relations) + 1}"
        path = posixpath.relpath(target, posixpath.dirname(source) or ".")
        relations.append((relation_id, kind if "://" in kind else f"{R}/{kind}", path))
        return relation_id

    def to_bytes(self) -> bytes:
        parts = {**self._parts, "[Content_Types].xml": self._content_types().encode()}
        for source, relations in self._relationships.items():
            folder, name = posixpath.split(source)
            parts[posixpath.join(folder, "_rels", f"{name}.rels")] = _relationships_xml(relations).encode()
        return write_zip(parts)

    def _content_types(self) -> str:
        overrides = "".join(f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>" for name, kind in self._types.items())
        return (
            f'{DECLARATION}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )


def _relationships_xml(relations: list[tuple[str, str, str]]) -> str:
    entries = "".join(f"<Relationship Id={quoteattr(i)} Type={quoteattr(kind)} Target={quoteattr(path)}/>" for i, kind, path in relations)
    return f'{DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}">{entries}</Relationships>'


def read_zip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_zip(parts: dict[str, bytes], level: int = 9) -> bytes:
    """Fixed order, times and attributes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name not in _FIRST, name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(info, parts[name], compresslevel=level)
    return buffer.getvalue()
