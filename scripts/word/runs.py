"""Runs of text and fields, as WordprocessingML text."""

from __future__ import annotations

from xml.sax.saxutils import escape

SYMBOL_FONT = "Segoe UI Symbol"
BOX = {False: "☐", True: "☑"}
HINT = '<w:rFonts w:hint="eastAsia"/>'
# Underlined directly as well as by the style: LibreOffice keeps only direct formatting when it refreshes a bound control.
FILLED = f'<w:rStyle w:val="FieldText"/>{HINT}<w:u w:val="single"/>'
EMPTY = f'<w:rStyle w:val="PlaceholderText"/>{HINT}'
PENDING = f'<w:rStyle w:val="FieldText"/>{HINT}<w:highlight w:val="yellow"/><w:u w:val="single"/>'
UNDERLINED_HINT = f'<w:rStyle w:val="BlankHint"/>{HINT}'


def run(text: str, properties: str = HINT) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{lines}</w:r>"


def quoted(value: str) -> str:
    """A value as lxml writes it between double quotes."""
    return escape(value, {'"': "&quot;"})


def box(ticked: bool) -> str:
    """☐ or ☑ in a font that has them."""
    fonts = "".join(f' w:{script}="{SYMBOL_FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return run(BOX[ticked], f"<w:rFonts{fonts}/>")


def field(instruction: str, shown: str) -> str:
    """A complex field with its cached result. WPS needs every piece in a run of its own."""
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return mark("begin") + f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>' + mark("separate") + run(shown) + mark("end")


def bookmark_name(anchor: str) -> str:
    """The hidden bookmark of a clause or paragraph; Word allows letters, digits and underscores."""
    return "_" + anchor.replace("-", "_")


def bookmark(anchor: str, number: int) -> tuple[str, str]:
    """Start and end mark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>', f'<w:bookmarkEnd w:id="{number}"/>'
