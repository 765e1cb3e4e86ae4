"""The draft decision of one council: why, on which laws, and the regulation it sets. Each council decides for itself.

Who was there, how the vote went and who signs is not known here, and never invented: it is a marked blank.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wisselwerk.domain.regulation import (
    Article,
    Chapter,
    Paragraph,
    Regulation,
    Setting,
    articles_named,
    plain_text,
    title_of,
    write,
)
from wisselwerk.domain.regulation.law import Law, laws_of, publication_on
from wisselwerk.domain.regulation.words import BLANK, blank, day, euro, listed
from wisselwerk.domain.rule import RuleSet

NAMED = re.compile(r"\bartikel ([0-9]+)\b")
SET_ASIDE = "Voor de cheques zijn deze budgetten vastgelegd:"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule of this kind is otherwise than in the scheme that was taken over."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """What is known of the decision of one council."""

    member: str
    decided_on: date | None = None
    parent: str = ""
    """The scheme that was taken over; empty where there is none."""
    reasons: tuple[Reason, ...] = ()
    """Why it differs from that."""
    budgets: tuple[tuple[int, int], ...] = ()
    """What is set aside for the whole scheme: year and cents."""
    visum: str = ""
    """What is on record of the visum of the financial director; empty where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision of a council, section by section, with the regulation as its articles.

    Who was there, the vote and the signatures are blanks in a draft, and empty once it was decided: what the municipality
    published tells those.
    """

    member: str
    title: str
    session: str
    present: str
    occasion: tuple[str, ...]
    laws: tuple[Law, ...]
    motivation: tuple[Paragraph, ...]
    finance: tuple[Paragraph, ...]
    vote: str
    lead: str
    regulation: Regulation
    signatures: str

    @property
    def body(self) -> str:
        """The council that decides."""
        return f"Gemeenteraad van {self.member}"

    @property
    def blanks(self) -> tuple[str, ...]:
        """What a person still fills in, each once."""
        found = (blank for line in decision_lines(self) for blank in BLANK.findall(line))
        return tuple(dict.fromkeys(found))


def decide(
    rules: RuleSet, setting: Setting, council: Council, *, common: RuleSet, own_source: str = ""
) -> Decision:
    """The draft decision of one council. ``common`` are the rules of the partnership, from which its own may differ.

    Raises:
        NoArticle: a kind of rule has no article.
    """
    closing = Chapter("Slotbepalingen", (_publication(setting),))
    regulation = write(rules, setting, own_source=own_source, more=(closing,))
    others = write(common, setting, own_source=own_source, more=(closing,))
    is_draft = council.decided_on is None
    return Decision(
        member=council.member,
        title=f"{title_of(setting.name)}: vaststelling",
        session=f"Zitting van {blank('datum van de zitting') if council.decided_on is None else day(council.decided_on)}",
        present=f"Aanwezig: {blank('wie aanwezig is')}" if is_draft else "",
        occasion=tuple(_occasion(setting, council)),
        laws=laws_of(rules, setting),
        motivation=tuple(_motivation(regulation, others, setting, council)),
        finance=tuple(_finance(regulation, setting, council)),
        vote=f"Stemming: {blank('uitslag van de stemming')}" if is_draft else "",
        lead="De gemeenteraad beslist dit reglement vast te stellen:",
        regulation=regulation,
        signatures=f"Namens de gemeenteraad: {blank('wie ondertekent')}" if is_draft else "",
    )


def changed_articles(ours: Regulation, theirs: Regulation) -> tuple[Article, ...]:
    """The articles of ``ours`` that say something else than those of ``theirs``, or are not there at all.

    Where numbers shift, a reference to another article is no change.
    """
    known = {one.key: _meaning(one, theirs) for one in theirs.articles}
    return tuple(one for one in ours.articles if known.get(one.key) != _meaning(one, ours))


def left_out(ours: Regulation, theirs: Regulation) -> tuple[Article, ...]:
    """The articles of ``theirs`` that ``ours`` does not have."""
    kept = {one.key for one in ours.articles}
    return tuple(one for one in theirs.articles if one.key not in kept)


def decision_lines(decision: Decision) -> Iterator[str]:
    """All of it, a line each for headings, paragraphs and items."""
    yield from (decision.body, decision.title, decision.session, decision.present)
    yield from ("", "Aanleiding en context", *decision.occasion)
    yield from ("", "Juridisch kader", "Gelet op:", *(f"- {law.text}" for law in decision.laws))
    yield from ("", "Motivering", *_said(decision.motivation))
    yield from ("", "Financiële gevolgen", *_said(decision.finance))
    yield from ("", decision.vote, "", "Besluit", decision.lead, "")
    yield from plain_text(replace(decision.regulation, sources=())).splitlines()
    yield from ("", decision.signatures)


def _publication(setting: Setting) -> Article:
    return Article(
        "publication",
        "Bekendmaking",
        (
            Paragraph(
                f"Dit reglement wordt bekendgemaakt met toepassing van {publication_on(setting.decides_on)}. Een afschrift van "
                "dit besluit gaat naar het samenwerkingsverband."
            ),
        ),
    )


def _occasion(setting: Setting, council: Council) -> Iterator[str]:
    others = [one for one in setting.members if one != council.member]
    together = f" met {listed(others)}" if others else ""
    yield (
        f"De gemeente {council.member} werkt in de {setting.partnership[:1].lower()}{setting.partnership[1:]} samen{together} voor "
        "de lokale regierol op het vlak van sociale economie en werk."
    )
    if setting.replaces_from is None:
        yield (
            "Het samenwerkingsverband stelt voor om ondernemingen met een kennismakingscheque te laten kennismaken met de "
            "sociale economie."
        )
    else:
        yield (
            f"Voor de kennismakingscheques geldt sinds {day(setting.replaces_from)} een reglement. Het samenwerkingsverband stelt "
            "voor om dat te vervangen."
        )
    yield "De gemeenteraad van elke deelnemende gemeente beslist voor zich over het reglement en kan het wijzigen."


def _motivation(
    ours: Regulation, theirs: Regulation, setting: Setting, council: Council
) -> Iterator[Paragraph]:
    purpose = setting.purpose.strip() or blank("waarom de gemeenteraad dit reglement vaststelt")
    yield Paragraph(purpose)
    if council.parent:
        reasons = tuple(_reason(one, ours) for one in council.reasons)
        lead = f"Het reglement is overgenomen van de regeling “{council.parent}”"
        yield Paragraph(f"{lead} en wijkt daarvan af:", reasons) if reasons else Paragraph(f"{lead}.")
    changed, dropped = changed_articles(ours, theirs), left_out(ours, theirs)
    if changed or dropped:
        items = [f"{one.heading}: deze gemeenteraad stelt dat artikel anders vast" for one in changed]
        items += [f"{one.title}: deze gemeenteraad neemt dat artikel niet op" for one in dropped]
        yield Paragraph("Deze gemeenteraad wijkt af van de tekst van het samenwerkingsverband:", tuple(items))
    if ours.sources:
        items = [f"{articles_named(one.articles)}: {one.text}" for one in ours.sources]
        yield Paragraph("De artikelen steunen daarnaast op deze bronnen:", tuple(items))


def _reason(one: Reason, regulation: Regulation) -> str:
    """A reason, with the article it is about."""
    about = next((each for each in regulation.articles if one.kind in each.kinds), None)
    why = one.why.strip().rstrip(".")
    return f"{about.heading}: {why}" if about else why


def _finance(regulation: Regulation, setting: Setting, council: Council) -> Iterator[Paragraph]:
    is_draft = council.decided_on is None
    if council.budgets:
        rows = tuple(f"{year}: {euro(cents)}" for year, cents in council.budgets)
        yield Paragraph(SET_ASIDE, rows)
    elif is_draft:
        yield Paragraph(f"Voor de cheques is dit budget vastgelegd: {blank('bedrag per jaar')}.")
    cost = regulation.article("cost").number
    yield Paragraph(f"Wie welk deel van de kosten draagt, staat in artikel {cost}.")
    if council.visum:
        yield Paragraph(council.visum)
    elif is_draft:
        yield Paragraph(
            f"Visum van de financieel directeur van {setting.managing}: {blank('datum en nummer')}."
        )


def _said(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for one in paragraphs:
        yield one.text
        yield from (f"{mark} {item}" for mark, item in one.numbered)


def _meaning(article: Article, regulation: Regulation) -> tuple[str, ...]:
    """What an article says with the articles it refers to by their key: their numbers mean nothing."""
    keys = {one.number: one.key for one in regulation.articles}

    def by_key(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"[{keys[number]}]" if number in keys else found[0]

    return tuple(NAMED.sub(by_key, line) for line in article.lines)
