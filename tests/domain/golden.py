"""The golden texts: what the council would read of every example scheme. ``python -m tests.domain.golden`` writes them.

Whoever changes a word of the law reads the difference of these files first: that is what councils will vote about.
"""

from datetime import date
from pathlib import Path

from wisselwerk.domain.regulation import Setting
from wisselwerk.domain.regulation.council import Council, Decision, Reason, decide, decision_lines
from wisselwerk.formats.official_place import names_on
from wisselwerk.formats.scheme_file import SchemeFile, read_scheme_file

SCHEMES = Path(__file__).parents[2] / "docs" / "examples" / "schemes"
GOLDEN = Path(__file__).parent / "regulation"
GENK, ZUIDOOST = (
    "Interlokale vereniging Genk",
    "Interlokale vereniging regie sociale economie Zuidoost-Limburg",
)
PARTNERSHIPS = {
    ("genk", 2015): (GENK, "Genk", ("As", "Genk", "Opglabbeek", "Zutendaal")),
    ("genk", 2019): (GENK, "Genk", ("As", "Genk", "Oudsbergen", "Zutendaal")),
    ("zuidoost-limburg", 2015): (
        ZUIDOOST,
        "Tongeren",
        ("Bilzen", "Hoeselt", "Riemst", "Tongeren", "Voeren"),
    ),
    ("zuidoost-limburg", 2025): (
        ZUIDOOST,
        "Tongeren-Borgloon",
        ("Bilzen-Hoeselt", "Riemst", "Tongeren-Borgloon", "Voeren"),
    ),
    ("voorbeeld", 2015): ("Interlokale vereniging Voorbeeld", "Genk", ("Genk",)),
}
"""Name, managing municipality and members, from a year on: some municipalities merged."""


def scheme_of(slug: str) -> SchemeFile:
    """The example under this name."""
    path = SCHEMES / f"{slug}.json"
    return read_scheme_file(path.read_bytes(), path.name)


def _first_and_last(scheme: SchemeFile) -> list[int]:
    return sorted({scheme.versions[0].number, scheme.versions[-1].number})


EXAMPLES = [
    (path.stem, number)
    for path in sorted(SCHEMES.glob("*.json"))
    for number in _first_and_last(scheme_of(path.stem))
]
"""The first and the last version of each."""


def golden_text(slug: str, number: int) -> str:
    """The whole decision of the managing municipality about a version of an example, as lines."""
    return "\n".join(decision_lines(golden_decision(slug, number))) + "\n"


def golden_decision(slug: str, number: int, decided_on: date | None = None) -> Decision:
    """The decision of the managing municipality about a version of an example."""
    scheme = scheme_of(slug)
    version = next(one for one in scheme.versions if one.number == number)
    before = next((one for one in scheme.versions if one.number == number - 1), None)
    since = max(
        year for of, year in PARTNERSHIPS if of == scheme.partnership and year <= version.valid_from.year
    )
    name, managing, members = PARTNERSHIPS[scheme.partnership, since]
    setting = Setting(
        name=scheme.name,
        purpose=scheme.purpose,
        partnership=name,
        managing_municipality=managing,
        members=members,
        signatory="algemeen directeur",
        starts_on=version.valid_from,
        replaces_from=before.valid_from if before else None,
        place=names_on(version.valid_from),
    )
    parent = scheme.parent if before is None else None
    taken_over = scheme_of(parent.scheme) if parent else None
    theirs = taken_over and next(
        one for one in taken_over.versions if parent and one.number == parent.version
    )
    held_to = before or theirs
    council = Council(
        member=managing,
        decided_on=decided_on,
        parent=taken_over.name if taken_over else "",
        before=held_to.rule_set if held_to else None,
        reasons=tuple(Reason(key.split(".")[0], why) for key, why in version.whys.items()),
    )
    return decide(version.rule_set, setting, council, common=version.rule_set, own_source=version.source)


def main() -> None:
    """Write them all anew."""
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for slug, number in EXAMPLES:
        (GOLDEN / f"{slug}-{number}.txt").write_text(golden_text(slug, number), encoding="utf-8")


if __name__ == "__main__":
    main()
