"""Dutch as people type it, for searching: which words a text has, their forms, and which words look alike.

Forms of a word are the library's (Snowball's stemmer for Dutch); ours is what it does not do: words that say nothing,
parts of a compound, and letters that sound the same.
"""

import re
import threading
from bisect import bisect_left
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass

import Stemmer

from wisselwerk.domain.territory import fold

MAX_LETTERS = 40
"""Longer words are cut off: nobody types them in full."""
MIN_PART = 3
"""Letters in a part of a compound, at least: “ge” or “ver” is none."""
MIN_GUESSED = 4
"""Letters a word needs before another is taken for it: of three, a third would be a guess."""

SAY_NOTHING = frozenset(
    [
        "aan",
        "af",
        "al",
        "alle",
        "als",
        "altijd",
        "andere",
        "bij",
        "binnen",
        "dan",
        "dat",
        "de",
        "deze",
        "die",
        "dit",
        "doen",
        "door",
        "dus",
        "een",
        "eens",
        "elk",
        "elke",
        "en",
        "er",
        "ergens",
        "gaan",
        "geen",
        "graag",
        "hebben",
        "heb",
        "heeft",
        "het",
        "hier",
        "hij",
        "hoe",
        "hun",
        "iemand",
        "iets",
        "ik",
        "in",
        "is",
        "ja",
        "je",
        "jij",
        "jullie",
        "kan",
        "kunnen",
        "komen",
        "komt",
        "maar",
        "mag",
        "me",
        "meer",
        "mee",
        "met",
        "mij",
        "mijn",
        "moet",
        "moeten",
        "na",
        "naar",
        "niet",
        "nog",
        "nodig",
        "nu",
        "of",
        "om",
        "omdat",
        "ons",
        "onze",
        "ook",
        "op",
        "over",
        "per",
        "s",
        "t",
        "te",
        "ten",
        "ter",
        "toe",
        "tot",
        "u",
        "uit",
        "uw",
        "van",
        "veel",
        "voor",
        "waar",
        "wat",
        "we",
        "wel",
        "welke",
        "wie",
        "wij",
        "wil",
        "willen",
        "wordt",
        "worden",
        "zich",
        "zijn",
        "zo",
        "zoals",
        "zoek",
        "zoeken",
        "zoekt",
        "zou",
        "zouden",
    ]
)
"""Words that are in every text and tell none apart."""
GENERAL = [
    "dienst",
    "diensten",
    "dienstverlening",
    "werk",
    "werken",
    "werkzaamheden",
    "werkje",
    "werkjes",
    "klus",
    "klussen",
    "hulp",
    "service",
    "bedrijf",
    "firma",
    "taak",
    "taken",
    "opdracht",
]
"""Second parts that add little to the first: who looks for *schilderwerken* is served by a *schilder*."""


class _Snowball(threading.local):
    """The library's stemmer, one for each thread: it keeps the word it works on. Without its cache: it is as quick."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("dutch", 0)


_SNOWBALL = _Snowball()
_SAME_SOUND = (
    ("sch", "sg"), ("ch", "g"), ("ck", "k"), ("qu", "kw"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("ij", "ei"),
    ("ou", "au"), ("ie", "i"), ("c", "k"), ("x", "ks"), ("y", "i"), ("z", "s"), ("v", "f"), ("d", "t"),
)  # fmt: skip


def words(text: str) -> Iterator[str]:
    """The words of ``text`` that say something: small letters without accents, in their order, each as often as it is."""
    return (word[:MAX_LETTERS] for word in fold(text).split() if word not in SAY_NOTHING)


_LOANED_PLURAL = re.compile(r"(?<=ch|sh|ss)es$|(?<=x)es$|(?<=que)s$")
"""How the plural of a loaned word ends that the library leaves as it is: *lunches*, *sandwiches*, *boxes*; *cheques*."""
_LOANED_END = re.compile(r"(?:ck|k|c)(s?)$")
"""How people write the end of a word in *que*, as they hear it: a *check* or *chek* is a *cheque*."""
_WHO_DOES = ("ster", "er")
"""How the name of somebody ends who does something, after what stays of the verb: a *strijkster*, a *raamwasser*."""


def stem(word: str) -> str:
    """What the forms of a word have in common: *tuin* for *tuinen*."""
    return str(_SNOWBALL.stemmer.stemWord(word))[:MAX_LETTERS]


def forms(word: str) -> tuple[str, ...]:
    """Under what a word is kept and found: itself and its stem. Both, for the stem of *fiets* is not that of *fietsen*."""
    return tuple(dict.fromkeys((word, stem(word))))


def forms_typed(word: str) -> tuple[str, ...]:
    """The same of a word somebody looks for, which may be a plural that the library leaves its end: *lunches* is *lunch*."""
    singular = _LOANED_PLURAL.sub("", word)
    return forms(word) if singular == word else (*forms(word), singular)


def forms_asked(word: str) -> tuple[str, ...]:
    """And it may also be a verb with its *t*: *snoeit* is found under *snoei*."""
    verb = forms(word[:-1]) if word.endswith("t") and len(word) > MIN_GUESSED else ()
    return tuple(dict.fromkeys((*forms_typed(word), *verb)))


def done_by(word: str) -> tuple[str, ...]:
    """The verb of who does something, in its forms: *wassen* of a *wasser*. None of a word that names nobody so.

    That an ending is one of these says little: *kamer* is nobody. So it is asked of words that nobody here uses only.
    """
    for form in reversed(forms(word)):
        for ending in _WHO_DOES:
            verb = form.removesuffix(ending)
            if verb != form and len(verb) >= MIN_PART:
                return forms(f"{verb}en")
    return ()


def splits(word: str) -> Iterator[tuple[str, str]]:
    """Every way to take a word for two: *tuinonderhoud* is *tuin* and *onderhoud*, and nine others that are no words."""
    return ((word[:at], word[at:]) for at in range(MIN_PART, len(word) - MIN_PART + 1))


def is_compound_with(part: str, word: str) -> bool:
    """Whether a word begins with a part, or ends with it and has another before it. A short part stands before one of
    the general ones only.
    """
    if word.startswith(part):
        return len(part) >= MIN_GUESSED or word[len(part) :] in GENERAL
    return len(part) >= MIN_GUESSED and word.endswith(part) and len(word) >= len(part) + MIN_PART


class Compounds:
    """Many words, of which those come at once that ``is_compound_with`` says yes to."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._forwards = sorted(words)
        self._backwards = sorted(word[::-1] for word in words)

    def with_part(self, part: str) -> set[str]:
        """The compounds with a part, among them the part itself where it is one of the words and not too short."""
        if len(part) < MIN_GUESSED:
            return {part + general for general in GENERAL} & self._words
        ended = _beginning(self._backwards, part[::-1])
        least = len(part) + MIN_PART
        return {*_beginning(self._forwards, part), *(word[::-1] for word in ended if len(word) >= least)}


def _beginning(ordered: Sequence[str], start: str) -> Sequence[str]:
    """The words in a row that begin so."""
    at = bisect_left(ordered, start)
    return ordered[at : bisect_left(ordered, True, lo=at, key=lambda word: not word.startswith(start))]


@dataclass(frozen=True, slots=True)
class Apart:
    """A word that nobody uses, read as a compound of words that somebody does."""

    first: frozenset[str]
    """First parts, where the second says little."""
    both: tuple[frozenset[str], frozenset[str]] | None
    """The two parts, where only both together say the same."""
    thing: frozenset[str]
    """The first of those, where the second names who does something with it: a *raamwasser* is about *ramen*."""
    last: frozenset[str]
    """The second part of one whose first part nobody uses: it says what it is, for a *bedrijfstuin* is a *tuin*."""


def take_apart(word: str, known: Container[str]) -> Apart:
    """Read a word as a compound of ``known`` ones: by its first part where the second says little, else by the longest
    two.
    """
    first_parts, last = frozenset[str](), frozenset[str]()
    both: tuple[frozenset[str], frozenset[str]] | None = None
    thing = frozenset[str]()
    longest = 0
    for first, second in splits(word):
        heads, tails = (frozenset(form for form in forms(part) if form in known) for part in (first, second))
        doing = frozenset(form for form in done_by(second) if form in known)
        if heads and looks_general(second):
            first_parts |= heads
        elif heads and (tails or doing) and min(len(first), len(second)) > longest:
            longest, both = min(len(first), len(second)), (heads, tails or doing)
            thing = frozenset() if tails else heads
        elif tails and not heads and len(second) >= MIN_GUESSED:
            last = last or frozenset(tail for tail in tails if _is_as_much(tail, second))
    return Apart(first_parts, both, thing, last)


_NAMES_WHO_DOES = re.compile(r"(?:er|ster)s?$")


def _is_as_much(form: str, word: str) -> bool:
    """Whether a form of a word says what that is: who leads (*voerder*) is no leading, nor the village of Voeren."""
    return not _NAMES_WHO_DOES.search(word) or form in {word, word.removesuffix("s")}


def sound(word: str) -> str:
    """The word with one letter for those that are mistaken for each other: *schoonmaak* and *sgonmaak* are the same."""
    for letters, written in _SAME_SOUND:
        word = word.replace(letters, written)
    return re.sub(r"(.)\1+", r"\1", word)[:MAX_LETTERS]


def spellings(word: str) -> frozenset[str]:
    """What is left of its sound with no letter or one letter fewer. Two words that share one of these look alike: a
    letter was forgotten, added or mistaken, or two changed places. Empty for short words.
    """
    heard = sound(word)
    if len(word) < MIN_GUESSED or len(heard) < MIN_PART or not word.isalpha():
        return frozenset()
    return frozenset({heard, *(heard[:at] + heard[at + 1 :] for at in range(len(heard)))})


def sounds(word: str) -> frozenset[str]:
    """How a word may sound: as it is written, and as one in *que*, or more of them, that was written as it is heard."""
    loaned = _LOANED_END.sub(r"que\1", word)
    return frozenset(map(sound, (word, loaned, _LOANED_PLURAL.sub("", loaned))))


def meant_by(word: str) -> frozenset[str]:
    """Words that sound exactly so may be meant: ``sounds``, and with two letters side by side that changed places. Where letters
    together are one sound, more of it changes than one letter: *cheqeu* shares no spelling with *cheque*. Empty for short words.
    """
    if not spellings(word):
        return frozenset()
    changed = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return sounds(word).union(map(sound, changed))


def is_slip(typed: str, word: str, shared: str) -> bool:
    """Whether ``typed`` may be a slip of the hand for ``word``, with which it shares this spelling. Short words are too
    near to each other for a letter that was mistaken: *bakt* is no *band*, while *kusen* may be *kussen*, and *tetn* *tent*.
    """
    heard, meant = sound(typed), sound(word)
    return len(heard) > MIN_GUESSED or shared in {heard, meant} or sorted(heard) == sorted(meant)


def looks_general(part: str) -> bool:
    """Whether a second part is one of the general ones, also when it was mistyped: *diesnt*."""
    return part in GENERAL or bool(spellings(part) & _GENERAL_SPELLINGS)


_GENERAL_SPELLINGS = frozenset().union(*map(spellings, GENERAL))
