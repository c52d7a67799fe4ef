"""The example of each `casebook help run ANALYSIS` that reads tables, typed as it stands; and the
columns of all that these examples write, each of which the help explains.

usage: Examples.py CASEBOOK REPOSITORY
"""
import pathlib
import re
import subprocess
import sys
import tempfile

casebook, repository = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
ANALYSES = (
    "bnmf coloc connectivity doseresponse drugrank enrichment mr paths rescue similarcases smr").split()


def written(help: str) -> list[tuple[str, list[str]]]:
    """File and columns of the section "Writes:"; a column without a meaning is not among them."""
    tables = []
    section = re.search(r"Writes:\n((?:.*\S.*\n)+)", help)
    for line in (section.group(1) if section else "").splitlines():
        if file := re.match(r"  PREFIX\.(\S+)\.tsv: \S", line):
            tables.append((file.group(1), []))
        elif column := re.match(r"    (\S+) +\S", line):
            tables[-1][1].append(column.group(1))
    return tables


def explained(file: pathlib.Path, suffix: str, help: str) -> bool:
    """Whether one table of the help has the file's columns; those in parentheses stand for any."""
    header = file.read_text(encoding="utf-8").split("\n")[0].split("\t")
    for name, columns in written(help):
        others = [c for c in header if c not in columns]
        if name == suffix and (not others or any(c.startswith("(") for c in columns)) \
                and sum(c in columns for c in header) >= 1:
            return True
    print(f"! {suffix}: the help does not explain {header}")
    return False


work = tempfile.mkdtemp(prefix="casebook-examples-")
fixtures = "Tests/Fixtures/run/"
# Other tables than the examples write: the analysis, then what follows it.
OTHERS = {
    "combination": ("doseresponse", f"{fixtures}combination.tsv"),
    "growth": ("doseresponse", f"{work}/growth.tsv"),
    "replicates": ("connectivity", f"{fixtures}reference.gct --replicates pert_iname"),
    "clusters": ("enrichment", f"{work}/clusters.tsv {fixtures}sets.gmt"),
    "evaluation": ("drugrank", f"{fixtures}drugrank.genes.tsv {fixtures}drugrank.interactions.tsv"
                   f" --vocabulary {work}/vocabulary.csv --indications {work}/indications.tsv --disease CAD"),
    "traits": ("bnmf", f"{work}/t1.tsv {work}/t2.tsv --disease {work}/d.tsv --restarts 5 --factors 3 --expected 2 --phi 0.01 --window 1"),
}


def write(name: str, text: str) -> None:
    pathlib.Path(work, name).write_text(text, encoding="utf-8")


write("growth.tsv", "agent\tconcentration\tcell_count\tcell_count__ctrl\tcell_count__time0\n" + "".join(
    f"x\t{dose}\t{count}\t400\t100\n" for dose, count in zip((.001, .01, .1, 1, 10), (390, 380, 300, 150, 110))))
sets = pathlib.Path(repository, fixtures, "sets.gmt").read_text(encoding="utf-8").splitlines()
write("clusters.tsv", "gene\tcluster\n" + "".join(
    f"{gene}\t{number % 3}\n" for number, gene in enumerate(sorted({g for s in sets for g in s.split("\t")[2:]}))))
write("vocabulary.csv", "DrugBank ID,Common name,Synonyms\nDB00001,nobody,\n")
write("indications.tsv", "drugbank_id\tdisease\tcategory\nDB00001\tCAD\tDM\n")
lead = [(f"1_{1000000 + 50000 * i}_A_C", i) for i in range(12)]
write("d.tsv", "VAR_ID\teffect_allele\tbeta\tse\tp\tn\n" + "".join(f"{v}\tC\t0.1\t0.01\t1e-20\t9000\n" for v, _ in lead))
for trait in (1, 2):
    write(f"t{trait}.tsv", "VAR_ID\teffect_allele\tbeta\tse\tp\tn\n" + "".join(
        f"{v}\tC\t{0.3 + i / 90 if i % 2 == trait - 1 else -0.2}\t0.01\t1e-20\t9000\n" for v, i in lead))

wrong = 0
runs = [(analysis, analysis, None) for analysis in ANALYSES]
runs += [(name, analysis, f"casebook run {analysis} {rest} --out OUT") for name, (analysis, rest) in OTHERS.items()]
for name, analysis, command in runs:
    help = subprocess.run([casebook, "help", "run", analysis], capture_output=True, text=True).stdout
    if command is None:
        found = re.search(r"Examples?:\n((?:.*\S.*\n)+)", help)
        command = found.group(1) if found else ""
    prefix = f"{work}/{name}"
    line = re.sub(r"--out \S+", f"--out {prefix}", command.strip())
    line = re.sub(r"^casebook ", f"{casebook} ", line)
    done = subprocess.run(["sh", "-ec", line], cwd=repository, capture_output=True, text=True)
    files = list(pathlib.Path(work).glob(f"{name}.{analysis}*.tsv"))
    good = command and done.returncode == 0 and files and all(f.stat().st_size for f in files)
    good = good and all([explained(f, f.name[len(name) + 1:-4], help) for f in files])
    print(f"{name}: {'ok' if good else 'WRONG'}, {len(files)} files")
    if not good:
        wrong += 1
        print(command, done.stderr[-500:])
sys.exit(1 if wrong else 0)
