"""What a file really is, by its content; the extension is only compared with it."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

from lxml import etree

from analytics.intake.read.limits import check_archive, check_ods_extent, check_sheet_extent
from analytics.words import Refused


class Kind(Enum):
    """How a file is read; the value is the word people know it by."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "网页表格"
    TEXT = "文本"


# Extensions under which each kind is expected; another one is read by content and remarked on.
EXPECTED = {
    Kind.XLSX: {".xlsx", ".xlsm"},
    Kind.XLS: {".xls", ".et"},
    Kind.ODS: {".ods"},
    Kind.HTML: {".xls", ".html", ".htm"},
    Kind.TEXT: {".csv", ".txt", ".tsv"},
}
# Text under an extension that promises no table is not read: source code and settings are text as well.
READABLE_AS_TEXT = EXPECTED[Kind.TEXT] | EXPECTED[Kind.XLS] | EXPECTED[Kind.XLSX]

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_FOREIGN = (b"%PDF", b"MZ", b"\x7fELF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_HTML = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|table|head|meta|body|style)\b", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE_BYTES = 1 << 16


def sniff(file: str, extension: str, data: bytes) -> Kind:
    """The kind of `data`. Raises Refused when encrypted, truncated, a bomb or no spreadsheet."""
    if data.startswith(_OLE):
        return _sniff_ole(file, data)
    if data.startswith(_ZIP):
        return _sniff_zip(file, data)
    if data.startswith(_FOREIGN) or _is_binary(data[:_SAMPLE_BYTES]):
        raise _not_a_table(file)
    if _HTML.match(_without_utf8_bom(data)[:4096]):
        return Kind.HTML
    if extension not in READABLE_AS_TEXT:
        raise _not_a_table(file)
    return Kind.TEXT


def _sniff_ole(file: str, data: bytes) -> Kind:
    if _wide("EncryptedPackage") in data:
        raise encrypted(file)
    if _wide("Workbook") in data or _wide("Book") in data:
        return Kind.XLS
    if _wide("WordDocument") in data or _wide("PowerPoint Document") in data:
        raise _not_a_table(file)
    raise damaged(file)


def _sniff_zip(file: str, data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(file, archive)
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise encrypted(file)
            return _workbook_kind(file, archive)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError):
        raise damaged(file) from None


def _workbook_kind(file: str, archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        check_sheet_extent(file, archive)
        return Kind.XLSX
    if "mimetype" in names and archive.read("mimetype").strip() == b"application/vnd.oasis.opendocument.spreadsheet":
        check_ods_extent(file, archive)
        return Kind.ODS
    raise _not_a_table(file)


def _is_binary(sample: bytes) -> bool:
    """Control characters in text: more than one in two hundred means it is none (UTF-16 has its zeros)."""
    if sample.startswith(_UTF16_BOMS) or _zeros_alternate(sample):
        sample = sample.replace(b"\0", b"")
    return len(_CONTROL.findall(sample)) * 200 > len(sample)


def _zeros_alternate(sample: bytes) -> bool:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 20 > len(sample) and min(even, odd) * 20 < max(even, odd)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _without_utf8_bom(data: bytes) -> bytes:
    return data[3:] if data.startswith(b"\xef\xbb\xbf") else data


def encrypted(file: str) -> Refused:
    """The refusal of a password-protected file."""
    return Refused("文件“{file}”设有打开密码。文件未导入。请取消密码后再上传。", file=file)


def damaged(file: str) -> Refused:
    """The refusal of a truncated or damaged file."""
    return Refused("文件“{file}”不完整或已损坏,无法打开。文件未导入。请重新导出后再上传。", file=file)


def _not_a_table(file: str) -> Refused:
    return Refused("文件“{file}”不是电子表格。文件未导入。请上传 xlsx、xls、ods、csv 或 txt 格式的表格。", file=file)
