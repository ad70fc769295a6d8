"""Turn the placeholder links of contract.typ into AcroForm fields and into jumps to articles.

Typst's link() already gives each placeholder its rectangle, page and place in the structure tree, so the
annotation only changes from Link to Widget and its structure element from Link to Form. One key is one
field, however many widgets show it: typing once fills them all.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from scripts.pdf.embedded_font import EmbeddedFont

SIZE = 10.0
FILLED = 0.74  # font size over field height
GREY, BLACK = "0.45 g", "0.08 g"
PRINT, COMBO, MULTILINE = 4, 1 << 17, 1 << 12


def add_form(data: bytes, font_file: Path) -> bytes:
    """The PDF with fields. Raises ValueError when the form font lacks a character of a label or default."""
    pdf = Pdf.open(io.BytesIO(data))
    form = _Form(pdf, EmbeddedFont(pdf, font_file))
    elements = structure_elements(pdf)
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            scheme, _, rest = address(annotation).partition(":")
            if scheme == "field":
                form.add(annotation, json.loads(rest), page, elements)
            elif scheme == "goto":
                del annotation.A
                annotation.Dest = String(rest)  # Typst names a destination after the label of every heading
    form.finish()
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return buffer.getvalue()


def address(annotation) -> str:
    """Where a link leads, as contract.typ wrote it; empty for other annotations."""
    if annotation.get("/Subtype") != Name.Link or "/URI" not in annotation.get("/A", {}):
        return ""
    return bytes(annotation.A.URI).decode()


def structure_elements(pdf: Pdf) -> dict[int, Dictionary]:
    """Structure elements by StructParent number."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}


def size_for(rect) -> float:
    """The font size in points that suits the field's height."""
    return min(SIZE, (float(rect[3]) - float(rect[1])) * FILLED)


class _Form:
    def __init__(self, pdf: Pdf, font: EmbeddedFont):
        self.pdf, self.font, self.fields = pdf, font, {}
        self.resources = Dictionary(Font=Dictionary(F0=font.object))
        self.appearance = String(f"/F0 {SIZE:g} Tf {BLACK}")

    def add(self, annotation, meta: dict, page, elements: dict) -> None:
        key, tooltip = meta["key"], f"{meta['label']}：{meta['hint']}"
        if key not in self.fields:
            self.fields[key] = self.pdf.make_indirect(self.field(meta, tooltip))
        field = self.fields[key]
        for entry in ("/A", "/Border", "/Contents", "/QuadPoints"):
            if entry in annotation:
                del annotation[entry]
        annotation.Subtype, annotation.Parent, annotation.P = Name.Widget, field, page.obj
        annotation.F, annotation.TU, annotation.MK = PRINT, String(tooltip), Dictionary()
        if meta["kind"] == "checkbox":
            annotation.AS = field.V
            annotation.AP = Dictionary(N=Dictionary(On=self.tick(annotation.Rect), Off=self.drawing(annotation.Rect, "q Q", Dictionary())))
        else:
            annotation.DA = String(f"/F0 {size_for(annotation.Rect):.1f} Tf {BLACK}")
            annotation.AP = Dictionary(N=self.text(annotation.Rect, meta))
        field.Kids.append(annotation)
        page.obj.Tabs = Name.S
        element = elements.get(int(annotation.get("/StructParent", -1)))
        if element is not None and element.get("/S") == Name.Link:
            element.S, element.Alt = Name.Form, String(tooltip)

    def field(self, meta: dict, tooltip: str) -> Dictionary:
        field = Dictionary(T=String(meta["key"]), TU=String(tooltip), Kids=Array([]))
        if meta["kind"] == "checkbox":
            field.FT, field.V = Name.Btn, Name.On if meta["default"] else Name.Off
        else:
            field.FT, field.V, field.DA, field.Q = Name.Tx, String(meta["default"]), self.appearance, 1
            if meta["kind"] == "choice":
                field.FT, field.Ff, field.Opt = Name.Ch, COMBO, Array([String(option) for option in meta["options"]])
            elif meta["kind"] in ("long_text", "write-in"):
                field.Ff, field.Q = MULTILINE, 0
        field.DV = field.V
        return field

    def text(self, rect, meta: dict):
        """The default in black or, in an empty field, the label in grey until somebody types. A cell of a table stays empty."""
        if meta["kind"] == "write-in":
            return self.drawing(rect, "/Tx BMC EMC", self.resources)
        size = size_for(rect)
        value, colour, size = (meta["default"], BLACK, size) if meta["default"] else (meta["label"], GREY, size * 0.82)
        width, height = float(rect[2]) - float(rect[0]), float(rect[3]) - float(rect[1])
        size = min(size, (width - 2) / self.font.width_of(value))
        start = max(1, (width - self.font.width_of(value) * size) / 2)
        code = f"/Tx BMC q BT {colour} /F0 {size:.2f} Tf {start:.2f} {height * 0.26:.2f} Td <{self.font.encode(value)}> Tj ET Q EMC"
        return self.drawing(rect, code, self.resources)

    def tick(self, rect):
        w, h = float(rect[2]) - float(rect[0]), float(rect[3]) - float(rect[1])
        line = f"{w * .14:.2f} {h * .5:.2f} m {w * .38:.2f} {h * .22:.2f} l {w * .86:.2f} {h * .86:.2f} l S"
        return self.drawing(rect, f"q {w * .11:.2f} w 1 J 1 j 0.08 G {line} Q", Dictionary())

    def drawing(self, rect, code: str, resources: Dictionary):
        stream = self.pdf.make_stream(code.encode())
        box = Array([0, 0, round(float(rect[2]) - float(rect[0]), 3), round(float(rect[3]) - float(rect[1]), 3)])
        stream.Type, stream.Subtype, stream.BBox, stream.Resources = Name.XObject, Name.Form, box, resources
        return stream

    def finish(self) -> None:
        # No NeedAppearances: with it, poppler and pdf.js draw Chinese with the wrong glyphs.
        self.pdf.Root.AcroForm = Dictionary(Fields=Array(list(self.fields.values())), DA=self.appearance, DR=self.resources)
