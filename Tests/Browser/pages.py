"""Lists the pages that the browser looks at: each page kind in each of its states.

usage: pages.py CASEBOOK REPOSITORY OUT [--full]

Builds a second, small project below OUT, in which counts are suppressed and names are
long. With --full every page of the demo's two sites is listed.
"""
import pathlib
import re
import shutil
import subprocess
import sys

casebook, repository, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
public, clinic = repository / "public", repository / ".casebook/sites/clinic"
if "--full" in sys.argv:
    print("\n".join(str(p) for root in (public, clinic) for p in sorted(root.rglob("*.html"))))
    sys.exit(0)


def first(root, pattern, *words, without=()):
    """The first page whose text has the words."""
    for path in sorted(root.glob(pattern)):
        markup = path.read_text()
        text = markup + re.sub(r"<[^>]*>", "", markup)
        if all(word in text for word in words) and not any(word in text for word in without):
            return path
    sys.exit(f"no page {pattern} with {words}")


pages = [
    public / name for name in (
        "index.html", "ethics.html", "cohort.html", "qc.html", "similarity.html", "methods.html",
        "dictionary.html", "traits/index.html", "traits/cad.html", "hallmarks/index.html",
        "cases/index.html", "glossary.html", "a-z.html", "notebooks/index.html", "notebooks/scored.html",
        "notebooks/cad-hallmarks.html", "notebooks/alzheimer-profile.html", "notebooks/who.html",
    )
]
pages += [clinic / "cases/index.html", clinic / "notebooks/who.html"]
pages += [
    clinic / "qc.html",
    first(public, "cases/*.html", "There is nothing to report about polygenic scores"),
    first(clinic, "cases/*.html", "Outside the reference", "percentiles are withheld"),
    first(clinic, "cases/*.html", "Between the groups"),
    first(clinic, "cases/*.html", "ε4", "Similarity"),
    first(clinic, "cases/*.html", "Variants that contribute", without=("id=\"similarity\"", "id=\"similarity-section\"")),
    first(public, "hallmarks/*.html", "No variant of the score lies here"),
    first(public, "hallmarks/*.html", "fewer than five variants", "Cell models"),
    first(public, "hallmarks/*.html", "People by tenth"),
]
# A small project: suppressed counts, and names as long as they come.
if out.exists():
    shutil.rmtree(out)
subprocess.run([casebook, "init", str(out)], check=True, capture_output=True)
hallmarks = out / "content/knowledge/hallmarks.tsv"
long = "A very long name of a mechanism with Pneumonoultramicroscopicsilicovolcanoconiosis in it, and more words after"
hallmarks.write_text(hallmarks.read_text().replace("\tLDL and apoB particles\t", f"\t{long}\t"))
yaml = out / "casebook.yaml"
yaml.write_text(yaml.read_text().replace("Sample cohort", "A cohort with an uncommonly long name, as some have"))
for audience in ("public", "clinic"):
    subprocess.run([casebook, "build", str(out), "--audience", audience], check=True, capture_output=True)
small = out / "public"
pages += [
    small / "index.html", small / "cohort.html", small / "traits/cad.html",
    first(small, "hallmarks/*.html", "suppressed"), first(small, "hallmarks/*.html", "Pneumono"),
    first(out / ".casebook/sites/clinic", "cases/*.html", "Pneumono"),
]
print("\n".join(str(p) for p in pages))
