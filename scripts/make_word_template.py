"""Make the standard Word template, ``ledger/export/docx/report.docx``: the same bytes at every run.

It is a Word file like any other, with placeholders in braces; ``ledger/export/docx/template.py`` says which there are.
A förvaltning may take a copy of it, change fonts, colours, header and footer in Word, and give it with ``--template``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from ledger.export.docx.template import packed_parts

HERE = Path(__file__).parent.parent
TARGET = HERE / "ledger" / "export" / "docx" / "report.docx"

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships"'

FONT = "Arial"
INK, QUIET, RULE, FAINT, BAND, ACCENT = "1B1F24", "4D5661", "8C959F", "DFE3E8", "F4F6F8", "0B4F9E"
TONES = {"Gott": "176F31", "Varning": "7A4F00", "Dåligt": "B3202C"}

# In twentieths of a point, as Word counts: A4 with margins of 2,3 cm at the sides.
PAGE_WIDTH, PAGE_HEIGHT, SIDE, TOP, BOTTOM = 11906, 16838, 1304, 1531, 1304


def style(
    kind: str, number: str, name: str, *, based: str = "", following: str = "", more: str = "", p: str = "", r: str = ""
) -> str:
    """A style. ``p`` and ``r`` are what it says of paragraphs and of their text, in Word's own words and order."""
    return (
        f'<w:style w:type="{kind}" w:styleId="{number}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{p}</w:pPr>" if p else "")
        + (f"<w:rPr>{r}</w:rPr>" if r else "")
        + more
        + "</w:style>"
    )


def paragraph_style(
    number: str, name: str, *, based: str = "Normal", following: str = "", p: str = "", r: str = ""
) -> str:
    """A style of a paragraph."""
    return style("paragraph", number, name, based=based, following=following, p=p, r=r)


def spacing(before: int, after: int, line: int = 0) -> str:
    """The space around a paragraph, in twentieths of a point, and its lines' height in 240ths of a line."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def letters(half_points: int, colour: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """Size, in half points, colour and weight of a text."""
    return (
        ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def border(side: str, eighths: int, colour: str) -> str:
    """A line at a side, in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


def table_style() -> str:
    """The style of tables: a rule under the headings, a faint one between rows, a rule above a last row that sums."""
    rules = border("top", 8, RULE) + border("bottom", 8, RULE) + border("insideH", 4, FAINT)
    margins = '<w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    margins += '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    first = border("bottom", 8, RULE)
    return style(
        "table",
        "Planledgertabell",
        "Planledger tabell",
        based="TableNormal",
        p=spacing(0, 0, 240),
        more=f"<w:tblPr><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        f'<w:tcPr><w:tcBorders>{first}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{BAND}"/>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr>'
        f"<w:tcPr><w:tcBorders>{border('top', 8, RULE)}</w:tcBorders></w:tcPr></w:tblStylePr>",
    )


def styles() -> str:
    """Every style that a report is set in."""
    quiet_small = letters(17, QUIET)
    headings = "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>"
    table_text = letters(18)
    right = '<w:jc w:val="right"/>'
    return (
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        f'{letters(21)}<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{spacing(0, 120, 276)}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:rPr><w:color w:val="{INK}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
        + paragraph_style(
            "Title", "Title", following="Normal", p=headings + spacing(240, 80, 252), r=letters(44, bold=True)
        )
        + paragraph_style(
            "Subtitle", "Subtitle", following="Normal", p=spacing(0, 240), r=letters(24, QUIET, bold=True)
        )
        + paragraph_style(
            "Heading1",
            "heading 1",
            following="Normal",
            p=headings + spacing(480, 120, 252) + '<w:outlineLvl w:val="0"/>',
            r=letters(32, ACCENT, bold=True),
        )
        + paragraph_style(
            "Heading2",
            "heading 2",
            following="Normal",
            p=headings + spacing(320, 100, 252) + '<w:outlineLvl w:val="1"/>',
            r=letters(23, bold=True),
        )
        + paragraph_style("Header", "header", p=spacing(0, 0, 252), r=quiet_small)
        + paragraph_style("Footer", "footer", p=spacing(0, 0, 252) + right, r=quiet_small)
        + paragraph_style(
            "Uppgift",
            "Uppgift",
            p='<w:tabs><w:tab w:val="left" w:pos="2552"/></w:tabs>'
            + spacing(0, 30, 252)
            + '<w:ind w:left="2552" w:hanging="2552"/>',
            r=letters(19),
        )
        + paragraph_style("Tabelltext", "Tabelltext", p="<w:keepLines/>" + spacing(0, 0, 252), r=table_text)
        + paragraph_style("Tabelltal", "Tabelltal", based="Tabelltext", p="<w:suppressAutoHyphens/>" + right)
        + paragraph_style("Varav", "Varav", based="Tabelltext", p='<w:ind w:left="284"/>')
        + paragraph_style("Tabellrubrik", "Tabellrubrik", based="Tabelltext", p="<w:keepNext/>", r="<w:b/>")
        + paragraph_style("Tabellrubriktal", "Tabellrubrik tal", based="Tabellrubrik", p=right)
        + paragraph_style("Not", "Not", p=spacing(60, 60, 252), r=quiet_small)
        + paragraph_style("Bild", "Bild", following="Caption", p="<w:keepNext/>" + spacing(120, 60))
        + paragraph_style("Caption", "caption", following="Normal", p="<w:keepLines/>" + spacing(0, 200), r=quiet_small)
        + paragraph_style("Klla", "Källa", p=spacing(0, 80, 252) + '<w:ind w:left="284" w:hanging="284"/>')
        + style("character", "Strong", "Strong", based="DefaultParagraphFont", r="<w:b/>")
        + "".join(
            style("character", f"Tone{n}", name, based="DefaultParagraphFont", r=f'<w:b/><w:color w:val="{colour}"/>')
            for n, (name, colour) in enumerate(TONES.items(), 1)
        )
        + table_style()
        + "</w:styles>"
    )


def paragraph(style_number: str, *runs: str) -> str:
    """A paragraph of runs in a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_number}"/></w:pPr>{"".join(runs)}</w:p>'


def run(text: str, letters_: str = "") -> str:
    """A piece of text."""
    looks = f"<w:rPr>{letters_}</w:rPr>" if letters_ else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str) -> str:
    """A field that Word fills in, such as the number of the page."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    told = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{marks['begin']}{told}{marks['separate']}{run('1')}{marks['end']}"


def body() -> str:
    """The body: title, standing, and the place of the content."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{SIDE}" w:bottom="{BOTTOM}" w:left="{SIDE}" '
        'w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return (
        f"<w:document {SPACES}><w:body>"
        + paragraph("Title", run("{{ title }}"))
        + paragraph("Subtitle", run("{{ standing }}"))
        + paragraph("Normal", run("{{ content }}"))
        + section
        + "</w:body></w:document>"
    )


def header() -> str:
    """The header: whose document it is, and its standing."""
    lines = paragraph("Header", run("{{ office }}", "<w:b/>")), paragraph("Header", run("{{ standing }}", "<w:b/>"))
    return f"<w:hdr {SPACES}>{''.join(lines)}</w:hdr>"


def footer() -> str:
    """The footer: the title, and which page of how many."""
    line = paragraph("Footer", run("{{ title }} · Sida "), field("PAGE"), run(" av "), field("NUMPAGES"))
    return f"<w:ftr {SPACES}>{line}</w:ftr>"


def settings() -> str:
    """Settings: Word of today rather than a mode for older files, Swedish, hyphenation."""
    name = 'w:uri="http://schemas.microsoft.com/office/word"'
    return (
        f'<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="1304"/><w:autoHyphenation/>'
        '<w:hyphenationZone w:val="425"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f'<w:compatSetting w:name="compatibilityMode" {name} w:val="15"/>'
        f'<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" {name} w:val="1"/>'
        '</w:compat><w:themeFontLang w:val="sv-SE"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    )


def parts() -> Mapping[str, str]:
    """Every part of the file, by its name in it."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "header1": "header",
        "footer1": "footer",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{what}+xml"/>' for name, what in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/relationships/{what}" Target="{name}.xml"/>'
        for n, (name, what) in enumerate(
            {"styles": "styles", "settings": "settings", "header1": "header", "footer1": "footer"}.items(), 1
        )
    )
    core = f"{PACKAGE}/metadata/core-properties"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Planledger: mall för rapporter</dc:title><dc:language>sv-SE</dc:language></cp:coreProperties>",
        "word/document.xml": body(),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/header1.xml": header(),
        "word/footer1.xml": footer(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
    }


def template() -> bytes:
    """The template, as it is kept."""
    return packed_parts({name: (HEAD + text).encode() for name, text in parts().items()})


def main(target: Path) -> None:
    """Write the template to ``target``."""
    target.write_bytes(template())
    print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
