"""The zip package of a workbook, its parts unpacked and parsed within a budget.

XML is read as a stream, by expat: no tree is built, no entity is defined, and what a part may cost
is counted while it is read. So a hostile package can cost no more than its budget. Of most elements
a regular expression finds all that expat would tell, in less time; expat is left the rest.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from report_builder.workbooks import faults
from report_builder.workbooks.faults import RefusedError

MAX_PARTS = 5_000
MAX_UNPACKED = 200 * 2**20
MAX_ELEMENTS = 1_500_000
"""How many XML elements are read of one workbook; a return has a few thousand,
and one that is formatted down to the last row a million."""
MAX_TEXT = 20_000_000
"""How many characters of text are read of one workbook, spaces between its tags included."""

_START, _CHUNK = 2**8, 2**20
"""How many bytes are read at first, the declaration of XML among them, and how many at a time."""
_LONGEST_TOKEN = 8 * 2**20
_ENTRY = b"PK\x01\x02"
_READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Attributes = dict[str, str]


class Relation(NamedTuple):
    """A part that another part names: what it is to it, and where it lies."""

    kind: str
    """The last word of the relation's type: ``worksheet``, ``comments``, ``vbaProject``."""
    target: str


class Handler:
    """What happens at each element of a part; the names come without their prefix.

    A handler that ``takes_prefixes`` is told the names as they stand, and with fewer steps.

    A handler may have ``plain``: an expression for elements that need no looking into. Each match
    goes to :meth:`take`, in order with the rest. Any such element may come by the other way all the
    same: spelt otherwise, or behind a comment.
    """

    takes_prefixes = False
    plain: re.Pattern[str] | None = None

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take note of an element that begins."""

    def end(self, tag: str) -> None:
        """Take note of an element that ends."""

    def text(self, words: str) -> None:
        """Take note of text, which may come in pieces."""

    def take(self, match: re.Match[str]) -> int:
        """Take note of a plain element, and return how many characters of text it has.

        Return -1 to have it from expat after all.
        """
        raise NotImplementedError

    @property
    def has_enough(self) -> bool:
        """Return whether the rest of the part need not be read."""
        return False


class Package:
    """A zip package of Open XML parts; names of parts are told apart as Windows does."""

    def __init__(self, content: bytes) -> None:
        """Open the package.

        Raises:
            RefusedError: it is damaged, encrypted, or larger than any form.
        """
        if content.count(_ENTRY) > MAX_PARTS:
            raise RefusedError(faults.TOO_LARGE, reason="it has more parts than a form ever needs")
        with damage_told():
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
            for entry in entries:
                self._opened(entry).close()  # does it lie where the directory says?
        # A part that unpacks to more than its entry says fails its checksum, so these sizes hold.
        self.unpacked = sum(entry.file_size for entry in entries)
        if self.unpacked > MAX_UNPACKED:
            reason = f"it unpacks to more than {MAX_UNPACKED // 2**20} MB"
            raise RefusedError(faults.TOO_LARGE, reason=reason)
        self._entries = {_folded(entry.filename): entry for entry in entries}
        self._elements = self._characters = 0

    @property
    def elements(self) -> int:
        """Return how many XML elements have been read."""
        return self._elements

    @property
    def names(self) -> list[str]:
        """Return the names of all parts, folded to lower case."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        """Return whether the package has the part ``name``."""
        return _folded(name) in self._entries

    def start_of(self, name: str) -> bytes:
        """Return the first bytes of a part."""
        with damage_told(), self._part(name) as part:
            return part.read(200)

    def parse(self, name: str, handler: Handler) -> None:
        """Tell ``handler`` what the XML part ``name`` holds.

        Raises:
            RefusedError: the part is missing or damaged, or it costs more than a form's.
        """
        stream = _Stream(handler)
        with damage_told(), self._part(name) as part:
            chunk = part.read(_START)
            while chunk:
                # No element without its sign, in any encoding that expat reads.
                self._elements += chunk.count(b"<") - chunk.count(b"</")
                if self._elements > MAX_ELEMENTS:
                    reason = "it has more cells, or more formatted empty cells, than a form needs"
                    raise RefusedError(faults.TOO_LARGE, reason=reason)
                stream.feed(chunk)
                if stream.pending > _LONGEST_TOKEN:
                    raise RefusedError(faults.DAMAGED, reason="one of its parts has no end")
                self._count(stream)
                if handler.has_enough:
                    return
                chunk = part.read(_CHUNK)
            stream.close()
            self._count(stream)

    def _count(self, stream: _Stream) -> None:
        self._characters += stream.characters
        stream.characters = 0
        if self._characters > MAX_TEXT:
            raise too_much_text()

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what the part ``name`` ("" for the package) is related to, by identifier."""
        folder, base = posixpath.split(name)
        found = _Relations(folder)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if part in self:
            self.parse(part, found)
        return found.relations

    def _part(self, name: str) -> zipfile.ZipExtFile:
        entry = self._entries.get(_folded(name))
        if entry is None:
            raise RefusedError(faults.DAMAGED, reason="one of its parts is missing")
        return self._opened(entry)

    def _opened(self, entry: zipfile.ZipInfo) -> zipfile.ZipExtFile:
        if entry.flag_bits & 1:
            raise RefusedError(faults.PASSWORD_PROTECTED)
        if entry.compress_type not in _READ_METHODS:
            raise RefusedError(faults.DAMAGED, reason="it is packed in a way that Excel never uses")
        opened: zipfile.ZipExtFile = self._zip.open(entry)  # type: ignore[assignment]
        return opened


# How a part in UTF-8 begins, up to its first element; any other is left to expat as a whole.
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb"(?:<\?xml version=([\"'])1\.0\1(?: encoding=([\"'])(?i:utf-8)\2)?"
    rb"(?: standalone=([\"'])(?:yes|no)\3)? ?\?>)?\s*(?=<\w)"
)
# Behind these, what looks like an element may be none, or a text not be what stands there.
_DOUBTS = ("<!", "<?", "]]>", "\ufffe", "\uffff")
_CONTROLS = bytes({*range(32)} - {*b"\t\n"})
_PLACE = "<_/>"


class _Stream:
    """Tells a handler what a part holds, chunk by chunk.

    Expat is fed everything but the plain elements. For those that follow each other it is given one
    empty element, so that it judges whether they stand where an element can stand.
    """

    def __init__(self, handler: Handler) -> None:
        self.characters = 0
        """How many characters of text there were since this was last set to 0."""
        self._handler, self._plain = handler, handler.plain
        self._parser = self._listening()
        self._fed = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        self._has_begun = False
        self._rest = ""

    def _listening(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        names = _LocalNames()
        handler = self._handler
        begun, ended, said = handler.start, handler.end, handler.text

        def text(words: str) -> None:
            self.characters += len(words)
            said(words)

        if handler.takes_prefixes:
            parser.StartElementHandler, parser.EndElementHandler = begun, ended
        else:
            parser.StartElementHandler = lambda name, attributes: begun(names[name], attributes)
            parser.EndElementHandler = lambda name: ended(names[name])
        parser.CharacterDataHandler = text
        return parser

    @property
    def pending(self) -> int:
        """Return how long the piece is that has begun and not ended."""
        return self._fed - self._parser.CurrentByteIndex + len(self._rest)

    def feed(self, chunk: bytes) -> None:
        """Tell the handler what follows in the part."""
        head, head_bytes = 0, 0
        if not self._has_begun:
            self._has_begun = True
            begins = _HEAD.match(chunk) if self._plain else None
            if begins:
                self._decoder = codecs.getincrementaldecoder("utf-8")()
                head, head_bytes = len(begins[0].decode()), len(begins[0])
        if self._decoder is None:
            self._parse(chunk)
        else:
            if len(chunk.translate(None, _CONTROLS)) + chunk[:head_bytes].count(b"\r") < len(chunk):
                self._plain = None
            self._read(self._rest + self._decoder.decode(chunk), head)

    def close(self) -> None:
        """Tell the handler the rest; the part is at its end."""
        if self._decoder is not None:
            self._parse((self._rest + self._decoder.decode(b"", True)).encode())
        self._parser.Parse(b"", True)

    def _parse(self, piece: bytes) -> None:
        self._fed += len(piece)
        self._parser.Parse(piece, False)

    def _read(self, text: str, head: int) -> None:
        """Hand over what is whole in ``text``; a tag that has not ended is kept for the next time.

        Given half a tag, expat might tell of it only after the elements that follow it.
        """
        cut = text.rfind("<")
        whole = len(text) if cut < 0 or ">" in text[cut:] else cut
        self._rest = text[whole:]
        at = -1
        if self._plain is not None:
            doubts = [text.find(sign, head, whole) for sign in _DOUBTS]
            doubtless = min((place for place in doubts if place >= 0), default=whole)
            take = self._handler.take
            for match in self._plain.finditer(text, head, doubtless):
                start, end = match.span()
                if start != at:
                    self._parse((text[max(at, 0) : start] + _PLACE).encode())
                    at = start
                size = take(match)
                if size >= 0:
                    self.characters += size
                    at = end
            if doubtless < whole:
                self._plain = None
        self._parse(text[max(at, 0) : whole].encode())


class _LocalNames(dict[str, str]):
    """The names of elements without their prefix, looked up once each."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < 1000:
            self[name] = local
        return local


class _Relations(Handler):
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.relations: dict[str, Relation] = {}

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag != "Relationship":
            return
        target = attributes.get("Target", "")
        if attributes.get("TargetMode") != "External":
            target = unquote(target).replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.relations[attributes.get("Id", "")] = Relation(kind, target)


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def too_much_text() -> RefusedError:
    """Return the refusal of a workbook with more text than a form ever holds."""
    return RefusedError(faults.TOO_LARGE, reason="it holds more text than a form ever does")


def _refuse_doctype(*_: object) -> None:
    raise RefusedError(faults.DAMAGED, reason="it defines entities, which no workbook needs")


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what a broken package raises into the problem that it is damaged."""
    try:
        yield
    except RefusedError:
        raise
    except MemoryError as error:
        raise RefusedError(faults.TOO_LARGE, reason="there is no room for it") from error
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise RefusedError(faults.DAMAGED, reason="one of its parts is no XML") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RefusedError(faults.DAMAGED, reason="its bytes are not as they were sent") from error
    except Exception as error:  # a broken zip or part can raise nearly anything
        raise RefusedError(faults.DAMAGED, reason="its parts do not fit together") from error
