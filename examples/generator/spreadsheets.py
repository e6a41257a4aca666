"""Saves tables as the files people send: through LibreOffice in Swedish, as CSV in several encodings, XLSX and ODS."""

import io
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

# Field separator ;, quote ", character set (1 Windows-1252, 76 UTF-8), from line 1, no column formats, the system's
# language, quotes only where needed, cells as they are shown.
_CSV = "csv:Text - txt - csv (StarCalc):59,34,{},1,,0,false,true"
FILTERS = {"cp1252": _CSV.format(1), "utf8": _CSV.format(76), "xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods:calc8"}
SUFFIX = {"cp1252": ".csv", "utf8": ".csv", "xlsx": ".xlsx", "ods": ".ods"}

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>sv-SE</value></prop></item>
</oor:items>
"""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:number-style style:name="Ntwo"><number:number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1"/></number:number-style>
<number:number-style style:name="Ngrouped"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:number-style style:name="Nkronor"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/><number:text> kr</number:text></number:number-style>
<number:date-style style:name="Ndate"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<style:style style:name="two" style:family="table-cell" style:data-style-name="Ntwo"/>
<style:style style:name="grouped" style:family="table-cell" style:data-style-name="Ngrouped"/>
<style:style style:name="kronor" style:family="table-cell" style:data-style-name="Nkronor"/>
<style:style style:name="date" style:family="table-cell" style:data-style-name="Ndate"/>
</office:automatic-styles>
<office:body><office:spreadsheet>
"""


def text(value):
    return ("text", value, "")


def number(value, style=""):
    return ("number", value, style)


def day(value):
    return ("date", value, "date")


def _cell(cell):
    kind, value, style = cell
    if value == "":
        return "<table:table-cell/>"
    style = f' table:style-name="{style}"' if style else ""
    if kind == "number":
        return f'<table:table-cell{style} office:value-type="float" office:value="{value}"/>'
    if kind == "date":
        return f'<table:table-cell{style} office:value-type="date" office:date-value="{value}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def flat_document(rows, sheet="Blad1"):
    """A table as one flat OpenDocument file, which LibreOffice opens as if it had been typed in."""
    lines = [f'<table:table-row>{"".join(map(_cell, row)) or "<table:table-cell/>"}</table:table-row>' for row in rows]
    body = "\n".join(lines)
    return f'{_HEAD}<table:table table:name="{sheet}">\n{body}\n</table:table>\n</office:spreadsheet></office:body></office:document>\n'


def save(files, root):
    """Saves `{relative path without suffix: (format, rows)}` under a folder; one run of LibreOffice for each format."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        profile = scratch / "profile/user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        for kind, filter_ in FILTERS.items():
            chosen = [path for path, (format_, _) in sorted(files.items()) if format_ == kind]
            if not chosen:
                continue
            drafts = []
            for at, path in enumerate(chosen):
                draft = scratch / f"{kind}{at:03}.fods"
                draft.write_text(flat_document(files[path][1]), encoding="utf-8")
                drafts.append(draft)
            saved = scratch / kind
            command = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", filter_]
            subprocess.run(
                [*command, "--outdir", saved, *drafts], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for draft, path in zip(drafts, chosen):
                result = saved / (draft.stem + SUFFIX[kind])
                target = Path(root) / (path + SUFFIX[kind])
                target.parent.mkdir(parents=True, exist_ok=True)
                data = result.read_bytes()
                if SUFFIX[kind] == ".csv":
                    data = as_excel(data, kind == "utf8")
                else:
                    data = without_times(data)
                target.write_bytes(data)
        shutil.rmtree(scratch / "profile")


def as_excel(data, mark):
    """Ends records as Excel does, with CR LF, leaves line breaks inside quotes alone, and writes its byte order mark.

    LibreOffice 7 on Linux ends lines with LF and has no mark; nothing else is changed.
    """
    out, quoted = bytearray(b"\xef\xbb\xbf" if mark else b""), False
    for byte in data:
        if byte == 0x22:
            quoted = not quoted
        if byte == 0x0A and not quoted:
            out += b"\r\n"
        else:
            out.append(byte)
    return bytes(out)


def without_times(data):
    """The same archive with the times of its parts set to 1980, so that two runs give equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename.startswith("Thumbnails/"):
                continue
            fresh = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            fresh.compress_type, fresh.external_attr = part.compress_type, 0o644 << 16
            body = old.read(part.filename)
            if part.filename == "META-INF/manifest.xml":
                lines = body.split(b"\n")
                body = b"\n".join(line for line in lines if b"Thumbnails/" not in line)
            new.writestr(fresh, body)
    return out.getvalue()
