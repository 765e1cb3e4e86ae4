"""Messages from a bank (ISO 20022): from the bytes of a stranger to parts, one at a time.

The file is untrusted, as in ``ubl``: no document type, so no entities and no attributes out of nowhere; nothing is
fetched; the parser's own bounds stay on. It is read in pieces and each part is forgotten when the next one comes, so
memory does not grow with the file. What is wrong is gathered, and told at the end: nothing is half read.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import BinaryIO, NoReturn, TypeAlias, cast

from lxml import etree

from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.shape import shown

Element: TypeAlias = etree._Element  # noqa: SLF001 the library has no other name for what it returns

Kinds: TypeAlias = Mapping[str, frozenset[str]]
"""Messages, such as ``camt.053``, with the versions that are read."""

CHUNK_BYTES = 65_536
MAX_BYTES = 500_000_000
"""A payment on a statement takes 1 to 3 kB: room for more than the hundred thousand of one order."""
MAX_PART_BYTES = 2_000_000
"""The most that may go by without a part ending: what nobody asks for must not fill the memory."""
MAX_READ = 500_000
"""The most entries, payments and balances in one file: what is kept of them must fit in memory."""
MAX_PROBLEMS = 100

TOO_LARGE = gettext_noop("The file is larger than {limit_megabytes} MB. Ask the bank for one file per day.")
TOO_MUCH = gettext_noop(
    "The file holds more than {limit} entries and payments. Ask the bank for one file per day."
)
NOT_XML = gettext_noop(
    "From here the file is not XML. It is cut off or damaged, or of another kind, such as a PDF: download it from the bank "
    "again, as XML."
)
EMPTY = gettext_noop("The file is empty. Download it from the bank again, as XML.")
DOCTYPE = gettext_noop(
    "The file declares a document type (DOCTYPE). A bank's file never does: find out where it comes from."
)
NOT_EXPECTED = gettext_noop(
    "This is not a file of the bank that we can read: it calls itself “{found}”. Download the statement of the account from "
    "your bank once more, and choose XML; banks call that {expected}. If your bank does not offer it, ask the bank for it."
)
OTHER_VERSION = gettext_noop(
    "Your bank wrote this file in a version that we cannot read: “{found}”. We read the versions {expected}. Ask the bank for "
    "one of those, or tell who maintains the program."
)
NO_PART = gettext_noop(
    "From here nothing comes that can be used, for more than {limit_kilobytes} kB. Download the file from the bank again."
)
MISSING = gettext_noop("“{parameter}” is missing. Ask the bank for a complete file.")
REPEATED = gettext_noop(
    "“{parameter}” stands here more than once, and may only once. Ask the bank for a correct file."
)
NOT_TEXT = gettext_noop(
    "“{parameter}” must hold a text of 1 to {max_length} characters. Ask the bank for a correct file."
)
NOT_AN_AMOUNT = gettext_noop(
    "“{parameter}” holds “{value}”, which is not an amount in euro and cents. Ask the bank for a correct file."
)
NOT_A_DAY = gettext_noop(
    "“{parameter}” holds “{value}”, which is not a day. Ask the bank for a correct file."
)
FUTURE = gettext_noop(
    "“{parameter}” is {on}, and it is only {today_on}. Check the date of the file and of this machine."
)
UNKNOWN_CODE = gettext_noop(
    "“{parameter}” holds the code “{value}”, which is not known here. Tell who maintains the program."
)
FOREIGN = gettext_noop("“{parameter}” is in {value}. Only accounts in EUR can be read.")
AND_MORE = gettext_noop("More may be wrong from here on; only the first {limit} problems are listed.")

EURO = "EUR"

_is_namespace = re.compile(
    r"\{urn:iso:std:iso:20022:tech:xsd:((?:camt|pain)\.[0-9]{3})\.001\.([0-9]{2})\}Document"
).fullmatch
# More decimals than two are zeros, or this is no amount in euro.
_is_amount = re.compile(r"[0-9]{1,13}(?:\.[0-9]{0,2}0{0,3})?").fullmatch
_starts_with_day = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]{5,20})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
).fullmatch


class Unreadable(Exception):
    """A part cannot be used, because of what is wrong at ``element``."""

    def __init__(self, element: Element, message: str, *, child: str = "", **params: object) -> None:
        super().__init__(message)
        self.line = _line(element)
        self.path = [*_names(element), *([child] if child else [])]
        self.message = message
        self.params = {"parameter": self.path[-1], **params}


class Node:
    """An element and its children by name, gathered in one pass when the first is asked for."""

    __slots__ = ("_by_name", "_prefix", "element")

    def __init__(self, element: Element) -> None:
        self.element = element
        self._prefix = element.tag[: element.tag.rfind("}") + 1]
        self._by_name: dict[str, list[Element]] | None = None

    def _children(self, name: str) -> Sequence[Element]:
        if self._by_name is None:
            self._by_name = {}
            for child in self.element:
                self._by_name.setdefault(child.tag, []).append(child)
        return self._by_name.get(self._prefix + name, ())

    @property
    def path(self) -> tuple[str, ...]:
        """Names from below the document to here; one of another standard keeps its namespace, so it is no match."""
        names = [one.tag.removeprefix(self._prefix) for one in self.element.iterancestors()]
        return (*names[-2::-1], self.element.tag[len(self._prefix) :])

    @property
    def parent(self) -> "Node":
        """What is around it; a part has one."""
        parent = self.element.getparent()
        assert parent is not None
        return Node(parent)

    @property
    def line(self) -> int:
        return _line(self.element)

    def each(self, name: str) -> list["Node"]:
        """All children of this name."""
        return [Node(child) for child in self._children(name)]

    def find(self, *names: str) -> "Node | None":
        """What stands at the end of a path of elements that may each be there once."""
        node = self
        for name in names:
            found = node._children(name)
            if not found:
                return None
            node = Node(found[0])
            if len(found) > 1:
                node.refuse(REPEATED)
        return node

    def one(self, *names: str) -> "Node":
        """The same for what must be there.

        Raises:
            Unreadable: it is not there, or more than once.
        """
        node = self
        for name in names:
            found = node.find(name)
            if found is None:
                raise Unreadable(node.element, MISSING, child=name)
            node = found
        return node

    def text(self, max_length: int = 35) -> str:
        """What stands in it and nothing else: an element in between could cut a number in two."""
        text = (self.element.text or "").strip()
        if len(self.element) or not 0 < len(text) <= max_length:
            self.refuse(NOT_TEXT, max_length=max_length)
        return text

    def text_at(self, *names: str) -> str | None:
        """The text at the end of a path, if there is any; an element that says nothing is as good as none."""
        node = self.find(*names)
        if node is None or not (len(node.element) or (node.element.text or "").strip()):
            return None
        return node.text()

    def euros(self) -> Cents:
        """An amount, which must be in euro."""
        currency = self.element.get("Ccy")
        if currency != EURO:
            self.refuse(FOREIGN, value=shown(currency or "?"))
        text = self.text()
        if not _is_amount(text):
            self.refuse(NOT_AN_AMOUNT, value=shown(text))
        return Cents(int(Decimal(text) * 100))

    def day(self) -> date:
        """A day that is given as one or as an instant; of an instant the day stays as the bank wrote it."""
        return (self.find("Dt") or self.one("DtTm")).own_day()

    def own_day(self) -> date:
        """The day that stands in this element itself."""
        text = self.text()
        try:
            if found := _starts_with_day(text):
                return date.fromisoformat(found[1])
        except ValueError:
            """Such as 30 February: the same answer as to what does not look like a day."""
        return self.refuse(NOT_A_DAY, value=shown(text))

    def past(self, day: date, today: date) -> date:
        """A day that stands in it, which must not be to come."""
        if day > today:
            self.refuse(FUTURE, on=day, today_on=today)
        return day

    def refuse(self, message: str, *, child: str = "", **params: object) -> NoReturn:
        """Say what is wrong here, or with a child that is not here."""
        raise Unreadable(self.element, message, child=child, **params)


def insist_it_is_past(written: Node | None, today: date) -> None:
    """Stop at the moment at which a file, or a part of it, was made, where that is given and still to come."""
    if written is not None:
        written.past(written.own_day(), today)


@dataclass(slots=True)
class MessageFile:
    """A file that is being read; ``name`` is what its problems are reported under."""

    source: BinaryIO
    name: str
    max_bytes: int
    kind: str = ""
    """What it turned out to be, such as ``camt.053``."""
    problems: list[Problem] = field(default_factory=list)

    def read(self, kinds: Kinds, names: frozenset[str], take: Callable[[Node], None]) -> None:
        """Give every element with one of ``names`` to ``take``, inner ones first, each when its end was read.

        ``kinds`` are the messages that are taken, with their versions. What ``take`` finds ``Unreadable`` is gathered.

        Raises:
            Problems: anything that is wrong with the file.
        """
        count: Counter[str] = Counter()
        for element in self._parts(kinds, names):
            name = element.tag.rpartition("}")[2]
            count[name] += 1
            if count.total() > MAX_READ:
                self._stop(_line(element), TOO_MUCH, limit=MAX_READ)
            try:
                take(Node(element))
            except Unreadable as error:
                self._tell(error, name, count[name])
            element.clear()
            parent = element.getparent()
            while parent is not None and (before := element.getprevious()) is not None:
                parent.remove(before)
        if self.problems:
            raise Problems(self.problems)

    def missing(self, name: str) -> NoReturn:
        """Say that nothing is there of what the whole file is about."""
        raise Problems([Problem(self.name, 1, name, MISSING, MappingProxyType({"parameter": name}))])

    def _parts(self, kinds: Kinds, names: frozenset[str]) -> Iterator[Element]:
        parser = etree.XMLPullParser(
            ("start", "end"),
            tag=["{*}Document", *(f"{{*}}{name}" for name in names)],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        read, quiet_since, line = 0, 0, 1
        while chunk := self.source.read(CHUNK_BYTES):
            read += len(chunk)
            if read > self.max_bytes:
                self._stop(1, TOO_LARGE, limit_megabytes=self.max_bytes // 1_000_000)
            self._feed(parser, chunk)
            for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                quiet_since, line = read, _line(element)
                if event == "start":
                    self._begin(element, kinds)
                elif self.kind and element.getparent() is not None:
                    yield element
            if read - quiet_since > MAX_PART_BYTES:
                self._stop(line, NO_PART, limit_kilobytes=MAX_PART_BYTES // 1000)
        if not read:
            self._stop(1, EMPTY)
        root = self._feed(parser, None)
        if not self.kind and root is not None:
            # No ``Document`` came by: it says what it is instead.
            self._begin(root, kinds)

    def _tell(self, error: Unreadable, part: str, number: int) -> None:
        """A file may be all one line, so a part is counted too: ``Ntry[17]`` is the seventeenth of the file."""
        path = "/".join(f"{name}[{number}]" if name == part else name for name in error.path)
        self.problems.append(
            Problem(self.name, error.line, path, error.message, MappingProxyType(error.params))
        )
        if len(self.problems) >= MAX_PROBLEMS:
            self._stop(error.line, AND_MORE, limit=MAX_PROBLEMS)

    def _begin(self, element: Element, kinds: Kinds) -> None:
        if element.getparent() is not None:
            return
        # Asked of what was parsed, so that no encoding can hide it.
        if element.getroottree().docinfo.internalDTD is not None:
            self._stop(1, DOCTYPE)
        found = _is_namespace(element.tag)
        if found is None or found[1] not in kinds:
            name = ".001.".join(found.groups()) if found else element.tag.rpartition("}")[2]
            self._stop(_line(element), NOT_EXPECTED, found=shown(name), expected=", ".join(kinds))
        if found[2] not in kinds[found[1]]:
            name = ".001.".join(found.groups())
            self._stop(_line(element), OTHER_VERSION, found=shown(name), expected=_listed(kinds))
        self.kind = found[1]

    def _feed(self, parser: etree.XMLPullParser, chunk: bytes | None) -> Element | None:
        """The root at the end, for which there is no more to feed."""
        try:
            if chunk is None:
                return parser.close()
            parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            self._stop(error.lineno or 1, NOT_XML)
        return None

    def _stop(self, line: int, message: str, **params: object) -> NoReturn:
        raise Problems([*self.problems, Problem(self.name, line, "", message, MappingProxyType(params))])


def _line(element: Element) -> int:
    """Beyond line 65,535 the library takes it from the text inside, so it may be one too many."""
    return cast("int | None", element.sourceline) or 1


def _names(element: Element) -> list[str]:
    """The path of an element below the document, as people write it; names may be a stranger's, so they are cut."""
    around = [etree.QName(one).localname[:40] for one in (element, *element.iterancestors())]
    return around[-2::-1] or around


def _listed(kinds: Kinds) -> str:
    return ", ".join(f"{kind}.001.{min(versions)}-{max(versions)}" for kind, versions in kinds.items())
