"""Pages of similar cases in a copy of the demo: 30 published phenopackets as records of synthetic people.

Usage: python3 Tests/RealRuns_similar.py CASEBOOK SHARED REPOSITORY
"""
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict

CASEBOOK, SHARED, REPOSITORY = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
DISEASES = ("OMIM:162200", "OMIM:142900", "OMIM:151660", "OMIM:181350", "OMIM:176670")
WORK = pathlib.Path(tempfile.mkdtemp(prefix="casebook-similar-"))
COHORT, EDITION = WORK / "content/cohort", WORK / ".casebook/editions/clinic"
failures = []


def expect(what: str, found, value) -> None:
    good = value(found) if callable(value) else found == value
    print(f"{'ok  ' if good else 'FAIL'} {what}: {found}" + ("" if good or callable(value) else f", expected {value}"))
    if not good:
        failures.append(what)


def casebook(*words, fails=False) -> str:
    ran = subprocess.run([CASEBOOK, *map(str, words)], capture_output=True, text=True, cwd=REPOSITORY)
    if bool(ran.returncode) != fails:
        sys.exit(f"{words}: exit {ran.returncode}\n{ran.stderr[-2000:]}")
    return ran.stderr if fails else ran.stdout


def documents(folder: str) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((EDITION / folder).glob("*.md"))}


def consents() -> list[dict]:
    with open(COHORT / "consent.tsv") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def withdraw(person: str) -> None:
    lines = (COHORT / "consent.tsv").read_text().split("\n")
    changed = [re.sub(r"^(\S+)\tgranted\t", r"\1\twithdrawn\t", l) if l.startswith(person + "\t") else l for l in lines]
    (COHORT / "consent.tsv").write_text("\n".join(changed))


def project() -> None:
    shutil.copytree(REPOSITORY / "content", WORK / "content", ignore=shutil.ignore_patterns("cases", "reports", "notes"))
    for name in ("hp.obo.gz", "phenotype.hpoa.gz"):
        shutil.copy(SHARED / "data/hpo" / name, WORK / "content/reference" / name)
    text = (REPOSITORY / "casebook.yaml").read_text()
    text = re.sub(r"(?m)^key:.*\n", "", text).replace("ids: keyed", "ids: study")
    text = text.replace("  build: GRCh37", "  phenopackets: content/cohort/phenopackets\n  build: GRCh37")
    text = text.replace(
        "simulated.scores.tsv}",
        "simulated.scores.tsv, ontology: content/reference/hp.obo.gz, annotations: content/reference/phenotype.hpoa.gz}")
    (WORK / "casebook.yaml").write_text(text)


def assign() -> tuple[dict[str, str], str]:
    """Six packets of each disease to people in the clinic's edition: person to disease; and somebody withdrawn."""
    people = [r["participant"] for r in consents()
              if r["state"] == "granted" and r["duo"] == "GRU;CC" and r["audience_clinic"] == "yes" and (r["expires_on"] or "9") > "2027"]
    withdrawn = next(r["participant"] for r in consents() if r["state"] == "withdrawn")
    found = defaultdict(list)
    for path in sorted((SHARED / "data/phenopackets").rglob("*.json")):
        packet = json.load(open(path))
        observed = [f for f in packet.get("phenotypicFeatures", []) if not f.get("excluded")]
        disease = packet["interpretations"][0]["diagnosis"]["disease"]["id"]
        if len(observed) >= 3 and len(found[disease]) < 6:
            found[disease].append((path.stem, packet))
    folder = COHORT / "phenopackets"
    folder.mkdir()
    diseases = {}
    for number, (disease, (stem, packet)) in enumerate((d, p) for d in DISEASES for p in found[d]):
        person = people[number]
        diseases[person] = disease
        # Half of them by subject.id, half by the file's name and another subject.
        if number % 2:
            packet["subject"]["id"] = person
        (folder / f"{stem if number % 2 else person}.json").write_text(json.dumps(packet))
    (folder / f"{withdrawn}.json").write_text("not to be opened")
    return diseases, withdrawn


def section(page: str, name: str) -> str:
    return page.split(f"## {name}\n", 1)[1].split("\n## ")[0]


def similar(page: str, name: str) -> list[list[str]]:
    """Rows of the table of a section: name, and entries."""
    rows = [l.strip("| ").split(" | ") for l in section(page, name).split("\n") if l.startswith("| [")]
    return [[re.match(r"\[(.+?)\]\(\.\./cases/\1\.md\)", r[0]).group(1), *r[1:]] for r in rows]


def ranks(diseases: dict[str, str], pages: dict[str, bytes]) -> None:
    first = most = 0
    for person, page in pages.items():
        listed = similar(page.decode(), "Similar records")
        own = [diseases[name] == diseases[person] for name, *_ in listed]
        first += own[0]
        most += sum(own[:5]) >= 3
    print(f"     the nearest case has the same disease: {first} of {len(pages)}; three of the nearest five: {most}")
    expect("own disease first, of 30", first, lambda n: n >= 24)


def agrees(pages: dict[str, bytes]) -> None:
    """`run similarcases` on the same packets gives the same neighbours."""
    hpo = SHARED / "data/hpo"
    folder = WORK / "named"
    folder.mkdir()
    for path in (COHORT / "phenopackets").glob("*.json"):
        if path.read_text().startswith("{"):
            packet = json.loads(path.read_text())
            packet["id"] = path.stem if path.stem in pages else packet["subject"]["id"]
            (folder / path.name).write_text(json.dumps(packet))
    casebook("run", "similarcases", folder, "--hpo", hpo / "hp.obo.gz", "--annotations", hpo / "phenotype.hpoa.gz",
             "--min-group", 0, "--top", 10, "--out", WORK / "run")
    scores = defaultdict(list)
    with open(WORK / "run.similarcases.tsv") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            scores[row["case"]].append((row["neighbour"], f"{float(row['score']):.2f}", float(row["p"])))
    wrong = 0
    for person, page in pages.items():
        listed, known = similar(page.decode(), "Similar records"), {name: (score, p) for name, score, p in scores[person]}
        # Ties stand in another order, so that the last of ten may be another case.
        wrong += [r[1] for r in listed] != [s[1] for s in scores[person]]
        wrong += any(r[1] != known[r[0]][0] or abs(float(r[2]) - known[r[0]][1]) > 0.006 for r in listed if r[0] in known)
    expect("pages whose similarity or p differs from run similarcases", wrong, 0)


def linked(pages: dict[str, bytes]) -> None:
    number = re.compile(r"(?<![\w.])[−+]?\d[\d.,]*(?!\w)")
    bad = [s for page in pages.values() for block in page.decode().split("\n\n")
           if not block.startswith(("|", "Table:", "#", "---"))
           for s in re.split(r"(?<=[.!?:]) (?=[A-Z\[])", re.sub(r"Resnik 1995", "Resnik", block)) if number.search(s) and "](" not in s]
    expect("sentences with a number and no link", bad[:3], [])


print("    ", WORK)
project()
DISEASE, WITHDRAWN = assign()
print("    ", casebook("build", WORK, "--audience", "clinic").strip())
pages, reports = documents("similar"), documents("cases")
expect("a page for each of the 30", set(pages) == set(DISEASE), True)
site = WORK / ".casebook/sites/clinic"
expect("pages of the site", len(list((site / "similar").glob("*.html"))), 30)
expect("reports that link to one", {p for p, text in reports.items() if b"../similar/" in text} == set(DISEASE), True)
ranks(DISEASE, pages)
agrees(pages)
linked(pages)
hallmarks = [len(similar(p.decode(), "Similar hallmarks")) for p in pages.values()]
print(f"     pages that list cases by hallmarks: {sum(n > 0 for n in hallmarks)}, each of {sorted(set(hallmarks))} rows")
methods = (EDITION / "reports/methods.md").read_text()
expect("ontology, annotations and packets among the inputs", [w in methods for w in ("hp.obo.gz", "phenotype.hpoa.gz", "| Phenopackets |", "HPO licence, unchanged")], [True] * 4)

casebook("build", WORK)
expect("similar cases in public", [str(p) for p in [*WORK.glob("content/similar*"), *WORK.glob("public/**/similar/**")]], [])

gone = next(iter(DISEASE))
withdraw(gone)
casebook("build", WORK)
after = documents("cases")
expect("case reports that a withdrawal changed", sorted(p for p in reports.keys() | after.keys() if p not in ("index", "manifest") and reports.get(p) != after.get(p)), [gone])
holds = [str(p.relative_to(WORK)) for root in (EDITION, site, WORK / "public") for p in root.rglob("*")
         if gone in p.name or p.is_file() and gone.encode() in p.read_bytes()]
expect("files that still name who withdrew", holds, [])
expect("pages that are left", len(documents("similar")), 29)

(COHORT / "phenopackets/secret.json").write_text('{"id": "x", "subject": {"id": "Private Person"}}')
said = casebook("build", WORK, "--audience", "clinic", fails=True)
expect("an unknown participant is an error without the content", ("secret.json" in said and "nobody" in said, "Private" in said), (True, False))
if "--keep" not in sys.argv:
    shutil.rmtree(WORK)
sys.exit(f"{len(failures)} failed" if failures else 0)
