"""The custom XML part that holds what is filled in, one element per field, and where controls find it."""

from __future__ import annotations

import uuid
from xml.sax.saxutils import escape, quoteattr

from macros.contract import Document
from macros.registry import Field
from scripts.word.ooxml import DECLARATION

NAMESPACE = "urn:kefu-waibao-hetong:1"
STORE_ID = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)).upper() + "}"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def path_of(field: Field) -> str:
    """The XPath of the field's element, with prefix c."""
    return f"/c:contract[1]/c:{field.key}[1]"


def binding(field: Field) -> str:
    return f"<w:dataBinding w:prefixMappings=\"xmlns:c='{NAMESPACE}'\" w:xpath=\"{path_of(field)}\" w:storeItemID=\"{STORE_ID}\"/>"


def stored_default(field: Field) -> str:
    """Checkboxes are stored as true or false, everything else as it is printed."""
    return str(field.default).lower() if field.type == "checkbox" else field.default_text


def store_xml(document: Document) -> str:
    """Every field of the document with its default; the root says which template and version this is."""
    entries = "".join(f"<c:{field.key}>{escape(stored_default(field))}</c:{field.key}>" for field in document.fields.values())
    return f'{DECLARATION}<c:contract xmlns:c="{NAMESPACE}" template={quoteattr(document.slug)} version={quoteattr(document.meta.version)}>{entries}</c:contract>'


def store_properties_xml() -> str:
    return (
        f'{DECLARATION}<ds:datastoreItem xmlns:ds="{_PROPERTIES}" ds:itemID="{STORE_ID}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
