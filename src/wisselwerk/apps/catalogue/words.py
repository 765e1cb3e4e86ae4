"""The words by which providers and services are found, kept in step by the commands that change what is told of them.

Ordinary tables, so that both databases find the same (ADR 27). They say nothing that the catalogue does not: made anew
with ``wisselwerk search --rebuild``, and held against it by ``wisselwerk verify``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wisselwerk.apps.catalogue.models import Mention, Provider, Service, Spelling, Word
from wisselwerk.apps.finding.vocabulary import AROUND, NAME, ROWS_AT_ONCE, TOLD, Vocabulary, weighed
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.formats.dutch import forms, words

KIND_WORDS: Mapping[ServiceKind, str] = {
    ServiceKind.GREEN: "groen groenonderhoud; tuin tuinonderhoud tuinier hovenier; maaien gras; snoeien haag; park bos natuur",
    ServiceKind.CLEANING: "schoonmaak schoonmaken poetsen poetsdienst kuisen kuis reinigen reiniging; ramen; vegen",
    ServiceKind.CATERING: "catering traiteur horeca; broodjes lunch; maaltijden koken eten; receptie",
    ServiceKind.LAUNDRY: "was wassen wasserij; strijk strijken strijkdienst; linnen textiel",
    ServiceKind.PACKAGING: "verpakken verpakking ompakken inpakken; montage monteren assemblage; sorteren; etiketteren",
    ServiceKind.BUILDING: "bouw bouwen; renovatie renoveren verbouwen; schilderen schilder; metselen; isoleren; klussen",
    ServiceKind.REUSE: "hergebruik kringloop tweedehands; herstellen herstelling reparatie repareren; recyclage",
    ServiceKind.TRANSPORT: "vervoer transport rijden; leveren levering koerier; verhuizen verhuizing",
    ServiceKind.OFFICE: "administratie kantoor; scannen digitaal digitaliseren data; mailing; drukwerk kopieren",
}
"""Other words for a sort of service, by which it is found too: who looks for *kuisen* is served by *schoonmaak*.

Between two semicolons stand words that mean about the same: of the services of a sort those that use one come first.
"""
SORTS: Mapping[ServiceKind, str] = {kind: f"={kind.value}=" for kind in ServiceKind}
"""The one word that each service of a sort mentions for all of those: nobody can type it."""
WORDS_OF_SORT: Mapping[str, frozenset[str]] = {
    SORTS[kind]: frozenset(form for word in words(told) for form in forms(word))
    for kind, told in KIND_WORDS.items()
}
SORTS_OF_WORD: Mapping[str, frozenset[str]] = {
    form: frozenset(sort for sort, known in WORDS_OF_SORT.items() if form in known)
    for form in frozenset().union(*WORDS_OF_SORT.values())
}
"""The other way round: for which sorts a word stands."""


def _alike() -> Iterator[tuple[str, frozenset[str]]]:
    for group in (one for told in KIND_WORDS.values() for one in told.split(";")):
        all_forms = frozenset(form for word in words(group) for form in forms(word))
        for word in words(group):
            yield from ((form, all_forms.difference(forms(word))) for form in forms(word))


ALIKE: Mapping[str, frozenset[str]] = dict(_alike())
"""Of each of these words the others that mean about the same."""

VOCABULARY = Vocabulary(
    "words of the catalogue",
    Word,
    Spelling,
    Mention,
    words_of_sort=WORDS_OF_SORT,
    sorts_of_word=SORTS_OF_WORD,
    alike=ALIKE,
)
PROVIDERS_AT_ONCE = 200
MentionKey = tuple[str, int | None]
"""A word, and the service in which it stands; None for what is told of the provider itself."""


def mentions_of(provider: Provider) -> Iterator[tuple[MentionKey, int]]:
    """Every word that is told of a provider and of its services, with its weight."""
    name = provider.organisation.name
    around = weighed({NAME: name, TOLD: provider.description})
    yield from (((word, None), weight) for word, weight in around.items())
    for service in provider.services.all():
        told = weighed({NAME: service.name, AROUND: name, TOLD: service.description})
        yield from (((word, service.pk), weight) for word, weight in told.items())
        if service.kind:
            yield (SORTS[ServiceKind(service.kind)], service.pk), TOLD


def are_missing() -> bool:
    """Whether nothing is found because no words were ever noted: a catalogue of before they were."""
    return Provider.objects.exists() and not Word.objects.exists()


def note_words(provider: Provider, service: Service | None = None) -> None:
    """Have a provider be found by what is told of it now; with ``service``, that service only.

    For the commands that change what is told, which have all words stay (``Vocabulary.stay``) before they hold anything. Costs
    nothing where the words stayed the same.
    """
    whole = Provider.objects.select_related("organisation").prefetch_related("services").get(pk=provider.pk)
    of = Mention.objects.filter(provider=provider)
    wanted = dict(mentions_of(whole))
    if service is not None:
        of = of.filter(service=service)
        wanted = {key: weight for key, weight in wanted.items() if key[1] == service.pk}
    known = {
        (text, service_id): (pk, weight)
        for pk, text, service_id, weight in of.values_list("pk", "word__text", "service_id", "weight")
    }
    gone = [pk for key, (pk, weight) in known.items() if wanted.get(key) != weight]
    left = {text for text, _ in known.keys() - wanted.keys()}
    new = {key: weight for key, weight in wanted.items() if key not in known or known[key][1] != weight}
    if gone:
        Mention.objects.filter(pk__in=gone).delete()
    if left:
        VOCABULARY.let_go(left)
    Mention.objects.bulk_create(
        _rows(provider.pk, new, VOCABULARY.numbers({word for word, _ in new})), batch_size=ROWS_AT_ONCE
    )


def write_all_words() -> int:
    """Forget all words and note those of the catalogue as it is now; others wait meanwhile.

    Returns:
        How many words there are.
    """
    VOCABULARY.forget()
    pk_of: dict[str, int] = {}
    rows: list[Mention] = []
    providers = Provider.objects.select_related("organisation").prefetch_related("services").order_by("pk")
    for provider in providers.iterator(PROVIDERS_AT_ONCE):
        told = dict(mentions_of(provider))
        pk_of |= VOCABULARY.numbers({word for word, _ in told} - pk_of.keys())
        rows += _rows(provider.pk, told, pk_of)
        if len(rows) >= ROWS_AT_ONCE:
            Mention.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
            rows.clear()
    Mention.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return len(pk_of)


def words_that_differ() -> Iterator[str]:
    """Where the words are not those of the catalogue. See ``wisselwerk verify``."""
    providers = Provider.objects.select_related("organisation").prefetch_related("services").order_by("pk")
    for provider in providers.iterator(PROVIDERS_AT_ONCE):
        known: defaultdict[MentionKey, list[int]] = defaultdict(list)
        told = Mention.objects.filter(provider=provider).values_list("word__text", "service_id", "weight")
        for text, service_id, weight in told:
            known[text, service_id].append(weight)
        wanted = {key: [weight] for key, weight in mentions_of(provider)}
        wrong = {key for key in known.keys() | wanted.keys() if known.get(key) != wanted.get(key)}
        if wrong:
            shown = ", ".join(sorted({word for word, _ in wrong})[:5])
            yield f"provider {provider.pk}: is not found by its words ({shown}); run wisselwerk search --rebuild"
    yield from VOCABULARY.differences()


def _rows(provider_id: int, told: Mapping[MentionKey, int], pk_of: Mapping[str, int]) -> Iterator[Mention]:
    return (
        Mention(word_id=pk_of[word], provider_id=provider_id, service_id=service_id, weight=weight)
        for (word, service_id), weight in told.items()
    )
