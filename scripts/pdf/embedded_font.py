"""A TrueType font embedded whole (Type 0, Identity-H, ToUnicode), for drawing values and for typing in readers."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, String

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def "
    "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)


class EmbeddedFont:
    def __init__(self, pdf: Pdf, file: Path):
        data = file.read_bytes()
        font = TTFont(io.BytesIO(data))
        order = {glyph: index for index, glyph in enumerate(font.getGlyphOrder())}
        self._scale = 1000 / font["head"].unitsPerEm
        self._glyphs = {chr(code): order[glyph] for code, glyph in sorted(font.getBestCmap().items())}
        self._widths = {order[glyph]: round(metric[0] * self._scale) for glyph, metric in font["hmtx"].metrics.items()}
        self.object = pdf.make_indirect(self._type0(pdf, font, data))

    def width_of(self, text: str) -> float:
        """Width at size 1. Raises ValueError for a character the font lacks."""
        return sum(self._widths[self._glyph(char)] for char in text) / 1000

    def encode(self, text: str) -> str:
        """Hexadecimal glyph string for a Tj operator."""
        return "".join(f"{self._glyph(char):04X}" for char in text)

    def _glyph(self, char: str) -> int:
        try:
            return self._glyphs[char]
        except KeyError:
            raise ValueError(f"表单字体里没有“{char}”这个字") from None

    def _type0(self, pdf: Pdf, font: TTFont, data: bytes) -> Dictionary:
        name = Name("/" + font["name"].getDebugName(6))
        units = lambda value: round(value * self._scale)
        file = pdf.make_stream(data)
        file.Length1 = len(data)
        head, hhea = font["head"], font["hhea"]
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=name, Flags=4, ItalicAngle=0, StemV=80, CapHeight=733, FontFile2=file,
            FontBBox=[units(head.xMin), units(head.yMin), units(head.xMax), units(head.yMax)], Ascent=units(hhea.ascent), Descent=units(hhea.descent),
        )
        widths = Array()
        for glyph, width in sorted(self._widths.items()):
            if width != 1000:
                widths.extend([glyph, Array([width])])
        cid = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity, DW=1000, W=widths,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0), FontDescriptor=pdf.make_indirect(descriptor),
        )
        return Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(cid)], ToUnicode=pdf.make_stream(self._to_unicode().encode()),
        )

    def _to_unicode(self) -> str:
        first_char: dict[int, str] = {}
        for char, glyph in self._glyphs.items():
            first_char.setdefault(glyph, char)
        rows = [f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>" for glyph, char in sorted(first_char.items())]
        chunks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
        maps = "".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar\n" for chunk in chunks)
        return _CMAP_HEAD + maps + "endcmap CMapName currentdict /CMap defineresource pop end end"
