"""The draft decision of one council: why, on which laws, and the regulation it sets. Each council decides for itself.

Who was there, how the vote went and who signs is not known here, and never invented: it is a marked blank.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wisselwerk.domain.consequence import consequence
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
from wisselwerk.domain.regulation.compared import Change, changes
from wisselwerk.domain.regulation.law import Law, laws_of, publication_on
from wisselwerk.domain.regulation.planned import Amounts
from wisselwerk.domain.regulation.said import enumerated
from wisselwerk.domain.regulation.words import BLANK, blank, day, euro, listed
from wisselwerk.domain.rule import RuleSet

SET_ASIDE = "Voor de cheques is dit budget vastgelegd:"
PLANNED = "Voor de cheques wordt in het meerjarenplan opgenomen:"

LEAD = "De gemeenteraad beslist dit reglement vast te stellen:"
NOT_ADOPTED = "De gemeenteraad keurde het voorstel af om dit reglement vast te stellen:"
"""What stands above the regulation: what the council decides, and what it did not."""

ARTICLE_OF_INVOICES = "invoice"
"""The key of the article that tells with how many invoices a voucher is used, also where no rule says it."""

OUR_READING = "(onze lezing"
"""What marks a reason that no source gives, as in the examples: a council never said it, so its decision does not."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule of this kind is otherwise than before, or than in the scheme that was taken over."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """What is known of the decision of one council."""

    member: str
    decided_on: date | None = None
    voted_down_on: date | None = None
    """The day on which it voted the text down: then nothing is decided, and nothing is left to fill in about the meeting."""
    parent: str = ""
    """The scheme that was taken over; empty where there is none."""
    before: RuleSet | None = None
    """The rules that it is held to: those that were taken over, or those that hold until now; None where none are known."""
    reasons: tuple[Reason, ...] = ()
    """Why it differs from that."""
    budgets: Amounts = ()
    """What is set aside for the whole scheme: year and cents."""
    planned: Amounts = ()
    """What goes into the multi-year plan for all members together, as far as it is known."""
    share: Amounts = ()
    """What falls to this member, as far as it is known: of that, or of a year of which the whole is not."""
    visum: str = ""
    """What is on record of the visum of the financial director; empty where nothing is."""

    @property
    def met_on(self) -> date | None:
        """The day on which it decided or voted the text down; None while it has to meet."""
        return self.decided_on or self.voted_down_on


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
    before = None if council.before is None else write(council.before, setting, more=(closing,))
    proposed = () if before is None else _with_what_follows(changes(before, others), council.before, common)
    deviations = _with_what_follows(changes(others, regulation), common, rules)
    met_on = council.met_on
    is_draft = met_on is None
    return Decision(
        member=council.member,
        title=f"{title_of(setting.name)}: vaststelling",
        session=f"Zitting van {blank('datum van de zitting') if met_on is None else day(met_on)}",
        present=f"Aanwezig: {blank('wie aanwezig is')}" if is_draft else "",
        occasion=tuple(_occasion(setting, council)),
        laws=laws_of(rules, setting),
        motivation=tuple(_motivation(regulation, others, proposed, deviations, setting, council)),
        finance=tuple(_finance(regulation, setting, council)),
        vote=f"Stemming: {blank('uitslag van de stemming')}" if is_draft else "",
        lead=LEAD if council.voted_down_on is None else NOT_ADOPTED,
        regulation=regulation,
        signatures=f"Namens de gemeenteraad: {blank('wie ondertekent')}" if is_draft else "",
    )


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
    within = f"de {setting.partnership[:1].lower()}{setting.partnership[1:]}"
    role = "de lokale regierol op het vlak van sociale economie en werk"
    yield (
        f"De gemeente {council.member} werkt in {within} samen met {listed(others)} voor {role}."
        if others
        else f"De gemeente {council.member} neemt in {within} {role} op."
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
    ours: Regulation,
    common: Regulation,
    proposed: Sequence[Change],
    deviations: Sequence[Change],
    setting: Setting,
    council: Council,
) -> Iterator[Paragraph]:
    """``proposed`` is what the partnership changes to what was there, ``deviations`` what this council changes to that."""
    purpose = setting.purpose.strip() or blank("waarom de gemeenteraad dit reglement vaststelt")
    yield Paragraph(purpose)
    # What the partnership proposes is held to what was there; what this council makes of that comes after.
    reasons = tuple(one for one in council.reasons if OUR_READING not in one.why)
    told = tuple(_changed(proposed, reasons) if council.before else _why(reasons, common))
    if council.parent:
        lead = f"Het reglement is overgenomen van de regeling “{council.parent}”"
        yield enumerated(f"{lead} en wijkt daarvan af:", told) if told else Paragraph(f"{lead}.")
    elif told:
        yield enumerated("Ten opzichte van het reglement dat nu geldt, verandert:", told)
    if deviations:
        items = tuple(one.text for one in deviations)
        yield enumerated("Deze gemeenteraad wijkt af van de tekst van het samenwerkingsverband:", items)
    if ours.sources:
        items = tuple(f"{articles_named(one.articles)}: {one.text}" for one in ours.sources)
        yield enumerated(
            "De artikelen steunen daarnaast op deze bronnen:",
            items,
            of_one="De artikelen steunen daarnaast op deze bron:",
        )


def _with_what_follows(
    changed: Sequence[Change], before: RuleSet | None, after: RuleSet
) -> tuple[Change, ...]:
    """Changes, of which one that nobody chose names the articles that it follows from."""
    follows = consequence(before, after) if before is not None else None
    if follows is None:
        return tuple(changed)
    causes = listed([one.name for one in changed if not set(follows.because).isdisjoint(one.kinds)])
    return tuple(
        replace(one, follows_from=causes) if one.key == ARTICLE_OF_INVOICES else one for one in changed
    )


def _changed(changed: Sequence[Change], reasons: Sequence[Reason]) -> Iterator[str]:
    """What changed and why, in the order of the articles; a reason for what is as it was says nothing here."""
    left = list(reasons)
    for one in changed:
        whys = [each for each in left if each.kind in one.kinds]
        left = [each for each in left if each not in whys]
        lead = "reden" if len(whys) == 1 else "redenen"
        yield f"{one.text}; {lead}: {'; '.join(_sentence(each.why) for each in whys)}" if whys else one.text


def _why(reasons: Sequence[Reason], regulation: Regulation) -> Iterator[str]:
    """Reasons alone, where what was before is not known: in the order of their articles."""
    articles = regulation.articles
    places = {kind: place for place, one in enumerate(articles) for kind in one.kinds}
    for one in sorted(reasons, key=lambda each: places.get(each.kind, len(articles))):
        about = f"{articles[places[one.kind]].heading}: " if one.kind in places else ""
        yield f"{about}{_sentence(one.why)}"


def _sentence(why: str) -> str:
    """A reason within a sentence."""
    return why.strip().rstrip(".")


def _finance(regulation: Regulation, setting: Setting, council: Council) -> Iterator[Paragraph]:
    is_draft = council.met_on is None
    planned = tuple(one for one in council.planned if one not in council.budgets)
    known = {year for year, _cents in (*council.budgets, *planned)}
    within = tuple(one for one in council.share if one[0] in known)
    apart = tuple(one for one in council.share if one[0] not in known)
    if is_draft and not known:
        yield Paragraph(f"{SET_ASIDE} {blank('bedrag per jaar')}.")
    for lead, amounts in (
        (SET_ASIDE, council.budgets),
        (PLANNED, planned),
        (f"Daarvan valt ten laste van de gemeente {council.member}:", within),
        (f"Ten laste van de gemeente {council.member} komt", apart),
    ):
        if amounts:
            yield Paragraph(f"{lead} {listed([f'{euro(cents)} in {year}' for year, cents in amounts])}.")
    cost = regulation.article("cost").number
    yield Paragraph(f"Wie welk deel van de kosten draagt, staat in artikel {cost}.")
    if council.visum:
        yield Paragraph(council.visum)
    elif is_draft:
        yield Paragraph(
            f"Visum van de financieel directeur van {setting.managing}: {blank('datum en nummer van het visum')}."
        )


def _said(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for one in paragraphs:
        yield one.text
        yield from (f"{mark} {item}" for mark, item in one.numbered)
