"""Colocalisation, Mendelian randomisation and SMR of shared data against the packages' figures.

usage: RealRuns_gwas.py CASEBOOK SHARED REPOSITORY
"""
import csv
import pathlib
import subprocess
import sys
import tempfile

casebook, shared, repository = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
work = pathlib.Path(tempfile.mkdtemp(prefix="casebook-gwas-"))
data = shared / "data"
wrong = 0


def run(*arguments, code=0):
    done = subprocess.run([casebook, "run", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != code:
        sys.exit(f"{arguments}: exit {done.returncode}\n{done.stderr[-600:]}")
    return done


def rows(name):
    with open(work / name) as file:
        return list(csv.DictReader(file, delimiter="\t"))


def check(what, found, expected, tolerance):
    global wrong
    good = abs(float(found) - expected) <= tolerance * abs(expected)
    wrong += not good
    print(f"{'  ' if good else '! '}{what}: {found} (expected {expected})")


def deviation(name):
    import json
    return json.load(open(data / f"coloc/{name}.json"))["sdY"]


for first, second, h4, h3 in (("D1", "D2", 0.9991661080, 8.338917e-4), ("D3", "D4", 0.99981445, None)):
    run("coloc", data / f"coloc/{first}.tsv", data / f"coloc/{second}.tsv",
        "--sdy", f"{deviation(first)},{deviation(second)}", "--out", work / "c")
    row = rows("c.coloc.tsv")[0]
    check(f"coloc {first}/{second} PP.H4", row["PP.H4.abf"], h4, 1e-8)
    if h3:
        check(f"coloc {first}/{second} PP.H3", row["PP.H3.abf"], h3, 1e-6)
    assert row["top_snp"] == "s105", row
variants = {row["snp"]: float(row["SNP.PP.H4"]) for row in rows("c.coloc.variants.tsv")}
assert abs(sum(variants.values()) - 1) < 1e-12

columns = ["--column", "exposure_beta=ldlc", "--column", "exposure_se=ldlcse",
           "--column", "outcome_beta=chdlodds", "--column", "outcome_se=chdloddsse"]
run("mr", data / "mr-lipid-chd/lipid_chd_28.tsv", *columns, "--out", work / "m")
found = {row["method"]: row for row in rows("m.mr.tsv")}
for method, column, expected in (
    ("Inverse-variance weighted", "b", 2.8342139389), ("Inverse-variance weighted", "se", 0.5297994886),
    ("Inverse-variance weighted", "Q", 99.530425548), ("Egger", "b", 3.2528901289),
    ("Egger", "se", 0.7701291610), ("Egger", "Q", 97.397505076),
    ("Weighted median", "b", 2.6828834649), ("Weighted median, second order", "b", 2.6772442841),
    ("Simple median", "b", 1.7551383399)):
    check(f"mr {method} {column}", found[method][column], expected, 1e-9)
for trait in ("hdlc", "trig"):
    run("mr", data / "mr-lipid-chd/lipid_chd_28.tsv", "--column", f"exposure_beta={trait}",
        "--column", f"exposure_se={trait}se", *columns[4:], "--out", work / trait)
    row = rows(f"{trait}.mr.tsv")[0]
    print(f"  mr {trait} on CHD, IVW: {row['b']} (SE {row['se']})")

# LD of the simulated region: one shared variant, which HEIDI keeps.
for first, second in (("D1", "D2"), ("D3", "D4")):
    names = [line.split("\t")[0] for line in open(data / f"coloc/{first}.tsv")][1:]
    import gzip
    if not (data / f"coloc/{first}.LD.tsv.gz").exists():
        continue
    with gzip.open(data / f"coloc/{first}.LD.tsv.gz", "rt") as file, open(work / "ld.tsv", "w") as out:
        out.write("\t".join(names) + "\n" + file.read())
    run("smr", data / f"coloc/{first}.tsv", data / f"coloc/{second}.tsv", "--ld", work / "ld.tsv",
        "--out", work / "s")
    row = rows("s.smr.tsv")[0]
    print(f"  smr {first}/{second}: {row['topSNP']} p {float(row['p_SMR']):.3g}, HEIDI p {row['p_HEIDI']} of {row['nsnp_HEIDI']}")

# The PHACTR1 locus has rs numbers and p-values only: no colocalisation, and the error says why.
message = run("coloc", data / "locuscompare/gwas.tsv", data / "locuscompare/eqtl.tsv", "--out", work / "p", code=3).stderr
assert "neither beta with its standard error, nor p-value, frequency and number of people" in message, message
print("  locuscompare: refused, with the columns that are missing")

print(f"{wrong} wrong")
sys.exit(1 if wrong else 0)
