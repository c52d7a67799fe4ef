"""1000 Genomes phase 1 as a cohort: the whole build into a temporary folder.

usage: RealData.py CASEBOOK SHARED REPOSITORY

The people consented to open release; their values stay in the temporary folder. The
consent table is made for the test: everybody for research and care, some withdrawn.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

casebook, shared, repository = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
work = pathlib.Path(tempfile.mkdtemp(prefix="casebook-1000g-"))
panel = shared / "data/1000g-phase1"
for folder in ("knowledge", "reference"):
    shutil.copytree(repository / "content" / folder, work / "content" / folder)
shutil.copy(repository / "content/ethics.md", work / "content/ethics.md")
# The demo's front page, without the line about its notebooks: those tell of the demo's people.
front = (repository / "content/index.md").read_text().split("\n")
(work / "content/index.md").write_text("\n".join(line for line in front if "notebooks/" not in line))
cohort = work / "content/cohort"
cohort.mkdir()
for suffix in ("bed", "bim", "fam"):
    shutil.copy(panel / f"1000g.{suffix}", cohort / f"1000g.{suffix}")
people = [line.split()[1] for line in open(panel / "1000g.fam")]
with open(cohort / "participants.tsv", "w") as out:
    out.write("participant\tsex\tbirth_year\n")
    for person in people:
        out.write(f"{person}\tunknown\t\n")
header = (repository / "content/cohort/consent.tsv").read_text().split("\n")[0].split("\t")
with open(cohort / "consent.tsv", "w") as out:
    out.write("\t".join(header) + "\n")
    for number, person in enumerate(people):
        row = {
            "participant": person, "state": "withdrawn" if number % 50 == 0 else "granted",
            "granted_on": "2020-01-01", "duo": "GRU;CC", "audience_public": "yes",
            "audience_clinic": "yes", "opt_prs": "in", "opt_ancestry": "in", "minor": "no",
        }
        out.write("\t".join(row.get(column, "") for column in header) + "\n")
(work / "casebook.yaml").write_text(
    """title: 1000 Genomes phase 1
release: test
use: {for_profit: false, commercial: false, irb: none, country: DE, project: t, institution: i, user: u}
inputs:
  participants: content/cohort/participants.tsv
  consent: content/cohort/consent.tsv
  genotypes: [content/cohort/1000g.bed]
  build: GRCh37
reference: {similarity: content/reference/1000g-phase1.similarity.tsv, scores: content/reference/simulated.scores.tsv}
traits: [alzheimer, cad, obesity, t2d]
ids: study
""")
expected = sum(n % 50 != 0 for n in range(len(people)))
for audience, site in (("public", work / "public"), ("clinic", work / ".casebook/sites/clinic")):
    done = subprocess.run(
        [casebook, "build", str(work), "--audience", audience], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{audience}: {done.stderr[-800:]}")
    print(done.stdout.strip())
    table = (work / ("content" if audience == "public" else ".casebook/editions/clinic")
             / "reports/data/cohort.tsv").read_text().split("\n")
    assert table[1].split("\t")[0] == str(expected), table
cases = list((work / ".casebook/sites/clinic/cases").glob("*.html"))
assert len(cases) == expected + 1, len(cases)
assert not list((work / "public").glob("cases/HG*")), "nobody opened a case"
withdrawn = people[0]
for root in (work / "public", work / ".casebook"):
    for path in root.rglob("*"):
        if path.is_file() and withdrawn.encode() in path.read_bytes():
            sys.exit(f"a withdrawn person stands in {path}")
report = (work / ".casebook/editions/clinic/cases" / f"{people[1]}.md").read_text()
assert "0 % of the score's weight was typed" in report, "none of the curated variants lies in this panel"
shutil.rmtree(work)
print(f"1000 Genomes: {expected} of {len(people)} people, both editions, as consented")
