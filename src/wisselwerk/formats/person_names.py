"""Names of persons in running Dutch text, and how they are left out: ``N.N.`` stands instead, as publishers write it.

A name that the page marks as one is known for sure (``person_filter``). Others are found by what stands before or behind
them (*de heer*, *, raadslid*), by a common given name, and by what only belongs to a person: a national number, a mail
address, a day of birth. That is care, no proof: a rare given name with nothing around it passes for a word.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files

from wisselwerk.domain.territory import fold

NOBODY = "N.N."
"""What stands instead of a name."""
MAX_WORDS = 6
"""Words in a name, at most: more is a sentence that stands where a name should."""


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


_TITLES = _words(
    "heer heren dhr mevrouw mevr mevrouwen mw juffrouw mejuffrouw dames dame mr meester notaris dokter dr ir ing prof "
    "professor landmeter landmeter-expert architect advocaat gerechtsdeurwaarder weduwe echtgenote echtgenoot kandidaat "
    "kandidate titularis raadslid raadsleden gemeenteraadslid gemeenteraadsleden provincieraadslid ocmw-raadslid "
    "districtsraadslid fractieleider schepen schepenen burgemeester voorzitter ondervoorzitter secretaris directeur "
    "gedeputeerde gouverneur ontvanger stadssecretaris gemeentesecretaris plaatsvervanger opvolger medewerker medewerkster "
    "ambtenaar contactpersoon zaakvoerder zaakvoerster bestuurder aanvrager aanvraagster verzoeker eigenaar eigenares huurder huurster"
)
"""Words before a name that say that it is one of a person."""
_SMALL = _words("van de der den del della di da la le ten ter el al ben von 't 's")
"""Words of a name that may begin small."""
_REMEMBERED = _words("koning koningin prins prinses sint heilig heilige paus keizer")
"""Before a given name, these make it one of a street, a church or a hospital."""
_NO_NAME = _words(
    "raad gemeenteraad gemeente stad ocmw college vast bureau provincie provincieraad deputatie vlaanderen vlaams vlaamse "
    "belgische regering minister decreet artikel bijlage punt motie openbare algemene algemeen financien financieel cultuur "
    "sport jeugd welzijn vzw nv bv cv agb igs dienst kerkfabriek politie politiezone brandweer januari februari maart april "
    "mei juni juli augustus september oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "groep sociaal sociale dossier besluit gelet overwegende gezien na het een deze dit zij hij de"
)
"""Words behind a title that begin no name: *voorzitter Gemeenteraad*."""
_ORGANISATIONS = _words(
    "gemeente gemeentebestuur stad stadsbestuur ocmw provincie bestuur raad gemeenteraad college bureau dienst agentschap "
    "vereniging intercommunale bedrijf vzw nv bv cv ov dv politiezone vlaanderen"
)
"""Words that are in no name of a person."""
_PLACE = re.compile(
    r"(?:straat|laan|plein|weg|steenweg|baan|lei|dreef|park|kaai|hof|school|kerk|college|instituut|huis|zaal|brug|"
    r"wijk|site|centrum|kring|fonds|stichting)$",
    re.IGNORECASE,
)
_WORD = r"(?:[A-ZÀ-ÖØ-ÞŞİ]['’]?[a-zß-ÿşığ][\w'’-]*|[A-ZÀ-Þ]{2}[A-ZÀ-Þ'’-]*|[A-Z]\.(?:-?[A-Z]\.)*)"
_LINK = rf"\s+(?:(?:{'|'.join(map(re.escape, sorted(_SMALL)))})\s+){{0,3}}"
_CAPITALS = re.compile(rf"(?<![\w.-]){_WORD}(?:{_LINK}{_WORD}){{0,7}}(?!-?\w)")
"""Words with a capital that follow each other: every name, and much else."""
_OFFICE_BEHIND = re.compile(
    r"\s*[,;(–-]\s*(?:als\s+)?(?:(?:gemeente|provincie|ocmw-)?raadslid|schepen|burgemeester|(?:onder)?voorzitter|secretaris|"
    r"fractieleider|gedeputeerde|(?:algemeen|financieel) directeur|notaris|landmeter|deskundige|effectief|plaatsvervang|geboren|wonende?)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:,|;|&|\ben\b|\bof\b)\s*(?:de heer\s|mevrouw\s|dhr\.?\s|mevr\.?\s)?\s*", re.IGNORECASE
)

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = (
    re.compile(r"\b\d{2}\.?\d{2}\.?\d{2}\s?-\s?\d{3}\s?\.?\s?\d{2}\b"),
    re.compile(r"(?<!\w)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{5}(?!\w)"),
    re.compile(r"\bBE\d{2}(?:\s?\d{4}){3}\b"),
    re.compile(r"(?<![\w/.])(?:\+32|0032|0)\s?\(?\d{1,3}\)?(?:[\s./]\d{2,3}){2,4}(?![\w/])"),
)
"""A national number with signs in it and without, the number of an account, a telephone number."""
_BORN = re.compile(
    r"\b(geboren|overleden|geb\.)(?:\s+te\s+[\w'’-]+(?:\s[A-Z][\w'’-]+)?)?[,\s]+(?:op\s+)?"
    r"\d{1,2}(?:[./-]\d{1,2}[./-]|\s[a-z]+\s)\d{4}",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"\b(wonende?|woonachtig|gedomicilieerd)\b(?!\s+te\s+N\.N\.)[^,;.()]*(?:,\s*\d{4}\s+[A-Z][\w'’-]+)?"
)
_AT_HOME = re.compile(
    r"(N\.N\.(?:,\s*[a-z][\w-]+)?),\s*[A-ZÀ-Þ][\w'’.-]*(?:\s[\w'’.-]+){0,4}\s\d+\w*(?:\s*(?:bus|/)\s*\w+)?"
    r"(?:,\s*\d{4}\s+[A-ZÀ-Þ][\w'’-]+)?"
)
"""Where somebody lives, behind a name that was left out."""


def person_filter(known: Iterable[str] = ()) -> Callable[[str], str]:
    """What puts ``N.N.`` in a text for every person that is found in it, and for what only belongs to one.

    ``known`` are names that are surely those of persons.
    """
    names = sorted(known, key=len, reverse=True)
    sure = (
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE) if names else None
    )

    def without_persons(text: str) -> str:
        if "@" in text:
            text = _MAIL.sub(NOBODY, text)
        for pattern in (*_NUMBERS, *((sure,) if sure else ())):
            text = pattern.sub(NOBODY, text)
        text = _BORN.sub(rf"\1 {NOBODY}", text)
        text = _LIVING.sub(rf"\1 te {NOBODY}", text)
        text = _without_names(text)
        return _AT_HOME.sub(r"\1", text) if NOBODY in text else text

    return without_persons


def known_names(written: str) -> tuple[str, ...]:
    """Under which names somebody may be found in a text whose name is written so: in either order of its words.

    One word alone is no name to look for: it may be a street, a firm or an ordinary word. Nor is that of a government, which
    some pages name as who made them.
    """
    words = [one for one in re.split(r"[\s,;]+", written) if any(map(str.isalpha, one))]
    if not 2 <= len(words) <= MAX_WORDS or not _ORGANISATIONS.isdisjoint(map(fold, words)):
        return ()
    turned = (" ".join(words[at:] + words[:at]) for at in range(len(words)))
    return tuple(dict.fromkeys(turned))


def _without_names(text: str) -> str:
    """The text without the names that its capitals are. Beside a name, others of the same list are names too."""
    found = list(_CAPITALS.finditer(text))
    words = [one[0].split() for one in found]
    starts = [_start(one, match) for one, match in zip(words, found, strict=True)]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            beside = at - order.step
            if (
                starts[at] is None
                and starts[beside] is not None
                and len(words[at]) > 1
                and _begins(words[at][0])
            ):
                first, last = sorted((at, beside))
                if _GOES_ON.fullmatch(text, found[first].end(), found[last].start()):
                    starts[at] = 0
    pieces, end = [], 0
    for match, said, start in zip(found, words, starts, strict=True):
        if start is not None:
            pieces += [text[end : match.start()], " ".join([*said[:start], NOBODY])]
            end = match.end()
    return "".join([*pieces, text[end:]])


def _start(words: list[str], found: re.Match[str]) -> int | None:
    """At which word of the capitals a person begins; None where none does."""
    if words[0] == NOBODY:
        return 0
    titles = [at for at, word in enumerate(words) if _bare(word) in _TITLES]
    if titles:
        after = titles[-1] + 1
        return after if after < len(words) and _begins(words[after]) else None
    before = found.string[max(0, found.start() - _BEFORE) : found.start()]
    if _begins(words[0]) and (
        _has_title(before) or (len(words) > 1 and _OFFICE_BEHIND.match(found.string, found.end()))
    ):
        return 0
    return _given(words)


_BEFORE = 40
"""Letters before a name in which its title stands."""


def _has_title(before: str) -> bool:
    """Whether the text ends in a title, with nothing behind it but the small words a name may begin with."""
    words = before.split()
    if words and words[-1].endswith((",", ";", ")")):
        return False
    while words and words[-1] in _SMALL:
        words.pop()
    return bool(words) and _bare(words[-1]) in _TITLES


def _given(words: list[str]) -> int | None:
    """From which word on it is a given name with a family name."""
    for at, word in enumerate(words[:-1]):
        if at and words[at - 1].lower() in _REMEMBERED:
            return None
        if _is_given(word) and not any(map(_PLACE.search, words[at + 1 :])):
            return at
    return None


@lru_cache(maxsize=10_000)
def _begins(word: str) -> bool:
    return fold(word) not in _NO_NAME and not _PLACE.search(word)


def _bare(word: str) -> str:
    return word.strip(".:").lower()


@lru_cache(maxsize=10_000)
def _is_given(word: str) -> bool:
    return fold(word) in _given_names()


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    text = files("wisselwerk.formats").joinpath("data/given_names.txt").read_text(encoding="utf-8")
    return frozenset(map(fold, text.split()))
