"""Hallmark discovery, enrichment and published clusters on real data.

usage: RealRuns_bnmf.py CASEBOOK SHARED REPOSITORY

Prints the figures; ends with 1 where one differs from what Python computes on its own.
"""
import csv
import fractions
import math
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

casebook, shared = sys.argv[1], pathlib.Path(sys.argv[2])
work = pathlib.Path(tempfile.mkdtemp(prefix="casebook-bnmf-"))
failures = []


def check(is_right, words):
    print(("ok    " if is_right else "WRONG ") + words)
    if not is_right:
        failures.append(words)


def run(*arguments):
    began = time.time()
    done = subprocess.run([casebook, "run", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{arguments[:2]}: exit {done.returncode}: {done.stderr[-800:]}")
    return done, time.time() - began


def table(path, delimiter="\t"):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def close(a, b, limit=1e-9):
    return abs(a - b) <= limit * max(1, abs(a), abs(b))


# --- summary statistics to clusters -------------------------------------------------------
example = shared / "data/bnmf-example"
gwas = sorted((example / "my_GWAS").iterdir())
traits = [path for path in gwas if not path.name.startswith("T2D_GWAS")]
diseases = [path for path in gwas if path.name.startswith("T2D_GWAS")]
options = [part for path in diseases for part in ("--disease", path)]
options += ["--rsids", example / "rsID_map_example.txt", "--seed", 1, "--restarts", 100]
first, seconds = run("bnmf", *traits, *options, "--threads", 1, "--out", work / "one")
second, parallel = run("bnmf", *traits, *options, "--threads", 2, "--out", work / "two")
print(first.stdout)
print(f"bnmf-example, 100 restarts: {seconds:.2f} s on one thread, {parallel:.2f} s on two")
ends = ("", ".traits", ".runs", ".inputs", ".z")
check(
    all((work / f"one.bnmf{end}.tsv").read_bytes() == (work / f"two.bnmf{end}.tsv").read_bytes() for end in ends),
    "one and two threads give the same bytes")
check("column 'rsID' holds chromosome_position names" in first.stderr, "the exchanged header is noticed")

# The same preparation, written anew.
complement = dict(zip("ACGT", "TGCA"))
best, ambiguous = {}, 0
for path in diseases:
    for row in table(path):
        p = float(row["P_VALUE"])
        if p >= 5e-8:
            continue
        chromosome, position, a, b = row["VAR_ID"].split("_")
        effect = row.get("Effect_Allele_PH") or b
        other = a if effect == b else b
        if complement.get(effect) == other:
            ambiguous += 1
            continue
        beta = float(row["BETA"]) if row.get("BETA") else math.log(float(row["ODDS_RATIO"]))
        risk, other = (effect, other) if beta > 0 else (other, effect)
        key = (chromosome, int(position))
        if key not in best or p < best[key][0]:
            best[key] = (p, risk, other, row["VAR_ID"])
z, n = {}, {}
for path in traits:
    name = path.name.removesuffix(".txt")
    for row in table(path):
        chromosome, position, a, b = row["VAR_ID"].split("_")
        key = (chromosome, int(position))
        if key not in best or not row["BETA"] or not row["SE"] or float(row["SE"]) <= 0:
            continue
        effect = row["Effect_Allele_PH"]
        other = a if effect == b else b
        _, risk, opposite, _ = best[key]
        if {effect, other} != {risk, opposite} or (key, name) in z:
            continue
        value = float(row["BETA"]) / float(row["SE"])
        z[key, name] = value if effect == risk else -value
        n[key, name] = float(row["N_PH"])
names = [path.name.removesuffix(".txt") for path in traits]
measured = [key for key in best if sum((key, name) not in z for name in names) <= 0.2 * len(names)]
leads = []
for key in sorted(measured, key=lambda key: (best[key][0], key[0], key[1])):
    if all(key[0] != other[0] or abs(key[1] - other[1]) >= 500_000 for other in leads):
        leads.append(key)


def column(name):
    return {key: z[key, name] for key in leads if (key, name) in z}


def correlation(a, b):
    keys = [key for key in a if key in b]
    x, y = [a[key] for key in keys], [b[key] for key in keys]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    top = sum((s - mx) * (t - my) for s, t in zip(x, y))
    return top / math.sqrt(sum((s - mx) ** 2 for s in x) * sum((t - my) ** 2 for t in y))


strong = [name for name in names if math.erfc(max(map(abs, column(name).values())) / math.sqrt(2)) < 0.05 / len(leads)]
kept = []
for name in sorted(strong, key=lambda name: (-max(column(name).values()), name)):
    if all(abs(correlation(column(name), column(other))) < 0.85 for other in kept):
        kept.append(name)


def median(values):
    values, middle = sorted(values), len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


typical = [math.sqrt(median([n[key, name] for key in leads if (key, name) in n])) for name in kept]
scale = sum(typical) / len(typical)
found = {row["variant"]: row for row in table(work / "one.bnmf.z.tsv")}
check({best[key][3] for key in leads} == set(found) or len(found) == len(leads),
      f"{len(leads)} variants, {ambiguous} rows of A/T or C/G left out")
check(set(kept) == set(next(iter(found.values()))) - {"variant"}, f"{len(kept)} of {len(names)} traits kept")
places = {(row["chromosome"], int(row["position"])): row for row in table(work / "one.bnmf.tsv")}
check(set(places) == set(leads), "the variants that Python selects")
check(all(places[key]["risk_allele"] == best[key][1] for key in leads), "their risk alleles")
worst = 0
for key in leads:
    row = found[places[key]["variant"]]
    for name in kept:
        expected = z[key, name] / math.sqrt(n[key, name]) * scale if (key, name) in z else None
        if (expected is None) != (row[name] == ""):
            worst = math.inf
        elif expected is not None:
            worst = max(worst, abs(float(row[name]) - expected))
check(worst < 1e-9, f"scaled z-scores differ by {worst:.1e} at most")
runs = table(work / "one.bnmf.runs.tsv")
counts = {}
for row in runs:
    counts[int(row["K"])] = counts.get(int(row["K"]), 0) + 1
print("clusters by runs:", dict(sorted(counts.items())))
check(len(runs) == 100 and all(row["converged"] == "yes" for row in runs), "100 runs, all converged")

# --- the size of Smith 2024, with known structure -----------------------------------------
draw = random.Random(11)
clusters, rows, columns = 12, 650, 110
shapes = [[draw.gauss(0, 3) if draw.random() < 0.15 else 0 for _ in range(columns)] for _ in range(clusters)]
truth = [draw.randrange(clusters) for _ in range(rows)]
with open(work / "large.tsv", "w") as out:
    out.write("variant\t" + "\t".join(f"trait{j}" for j in range(columns)) + "\n")
    for i in range(rows):
        size = draw.uniform(0.5, 2)
        out.write(f"v{i}\t" + "\t".join(f"{size * shapes[truth[i]][j] + draw.gauss(0, 1):.4f}" for j in range(columns)) + "\n")
before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
done, seconds = run("bnmf", work / "large.tsv", "--restarts", 100, "--seed", 1, "--threads", 2, "--out", work / "large")
print("\n".join(done.stdout.split("\n")[:5]))
runs = table(work / "large.bnmf.runs.tsv")
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
print(f"650 × 110, 12 made clusters, 100 restarts, two threads: {seconds:.1f} s ({used:.1f} s of processor), "
      f"{sum(int(row['sweeps']) for row in runs)} sweeps")
# Of the processor, since others may share the machine.
check(used < 120, "under a minute on two cores")
modal = max({row["K"] for row in runs}, key=lambda k: sum(row["K"] == k for row in runs))
check(modal == "12", f"{modal} clusters found of 12 made")
tops = {}
for row, cluster in zip(table(work / "large.bnmf.tsv"), truth):
    tops.setdefault(row["top"], []).append(cluster)
pure = sum(max(own.count(c) for c in set(own)) for own in tops.values()) / rows
check(pure > 0.9, f"{100 * pure:.1f} % of variants stand with their own")

# --- published clusters as scores ----------------------------------------------------------
folder = shared / "data/t2d-clusters/MultiAncestry/hg38_score_info"
published = {path.stem: table(path, ",") for path in sorted(folder.glob("*.csv"))}
whole = published["Total_GRS"]
member = {}
for name, own in published.items():
    if name != "Total_GRS":
        for row in own:
            member.setdefault((row["Chr"], row["Pos_hg38"]), []).append(name)
spots = {(row["Chr"], row["Pos_hg38"]) for row in whole}
none = sum(spot not in member for spot in spots)
several = sum(len(own) > 1 for own in member.values())
check((len(published), len(whole), none, several) == (13, 650, 364, 56),
      f"{len(published) - 1} clusters; of {len(whole)} variants {none} are in none, {several} in several")
alleles = {}
for own in published.values():
    for row in own:
        alleles[row["Chr"], int(row["Pos_hg38"])] = (row["Ref"], row["Alt"], row["RSID"])
order = sorted(alleles, key=lambda spot: (int(spot[0]) if spot[0].isdigit() else 23, spot[1]))
people = 200
draw = random.Random(5)
dosage = {}
with open(work / "p.bim", "w") as bim, open(work / "p.bed", "wb") as bed:
    bed.write(b"\x6c\x1b\x01")
    for chromosome, position in order:
        ref, alt, number = alleles[chromosome, position]
        bim.write(f"{chromosome}\t{number}\t0\t{position}\t{alt}\t{ref}\n")
        f = draw.uniform(0.05, 0.95)
        own = [None if draw.random() < 0.01 else (draw.random() < f) + (draw.random() < f) for _ in range(people)]
        dosage[chromosome, position] = own
        codes = [1 if d is None else {2: 0, 1: 2, 0: 3}[d] for d in own]
        bed.write(bytes(sum(code << 2 * k for k, code in enumerate(codes[i:i + 4])) for i in range(0, people, 4)))
with open(work / "p.fam", "w") as fam:
    for i in range(people):
        fam.write(f"F{i}\tP{i}\t0\t0\t0\t-9\n")
done, seconds = run("score", "--bfile", work / "p", "--score", folder, "--keep-ambiguous", "--out", work / "p")
scores = table(work / "p.sscore")
worst = 0
for name, own in published.items():
    sums = [0.0] * people
    for row in own:
        spot = row["Chr"], int(row["Pos_hg38"])
        counted = [d if d is None or row["Risk_Allele"] == alleles[spot][1] else 2 - d for d in dosage[spot]]
        called = [d for d in counted if d is not None]
        mean = sum(called) / len(called)
        for i, d in enumerate(counted):
            sums[i] += float(row["Weight"]) * (mean if d is None else d)
    header = name.replace(" ", "_") + "_SUM"
    worst = max(worst, max(abs(float(line[header]) - s) / max(1, abs(s)) for line, s in zip(scores, sums)))
check(worst < 6e-6, f"13 scores of {people} people differ from Python's by {worst:.1e} (six digits are printed), {seconds:.2f} s")

# --- enrichment ----------------------------------------------------------------------------
sets = shared / "data/gene-sets"
files = [sets / name for name in ("ReactomePathways.gmt", "h.all.v7.0.symbols.gmt", "wikipathway.v7.2.symbols.gmt")]
known = {}
for path in files:
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        known[fields[0]] = {gene for gene in fields[2:] if gene}
with open(work / "members.tsv", "w") as out:
    out.write("rsid\tcluster\n")
    for row in whole:
        own = member.get((row["Chr"], row["Pos_hg38"]), [])
        out.write(f"{row['RSID']}\t{','.join(own)}\n")
liftover = shared / "data/t2d-clusters/MultiAncestry/liftover_map.txt"
done, seconds = run("enrichment", work / "members.tsv", *files, "--genes", liftover, "--out", work / "members")
print(done.stdout)
rows = table(work / "members.enrichment.tsv")
gene_of = {row["rsID"]: row["nearest_gene"] for row in table(liftover, ",")}
background = {gene_of[row["RSID"]] for row in whole if gene_of.get(row["RSID"])}
worst, tested = 0, {}
for name in published:
    if name == "Total_GRS":
        continue
    own = {gene_of[row["RSID"]] for row in published[name] if gene_of.get(row["RSID"])} & background
    p = {}
    for label, genes in known.items():
        inside = genes & background
        if not 2 <= len(inside) <= 500:
            continue
        shared_genes = len(inside & own)
        total = math.comb(len(background), len(own))
        tail = sum(math.comb(len(inside), k) * math.comb(len(background) - len(inside), len(own) - k)
                   for k in range(shared_genes, min(len(inside), len(own)) + 1))
        p[label] = float(fractions.Fraction(tail, total))
    ranked = sorted(p.values())
    tested[name] = len(ranked)
    for row in rows:
        if row["cluster"] != name:
            continue
        rank = min(len(ranked) * ranked[i] / (i + 1) for i in range(len(ranked)) if ranked[i] >= p[row["set"]])
        worst = max(worst, abs(float(row["p"]) / p[row["set"]] - 1), abs(float(row["q"]) / min(1, rank) - 1))
check(worst < 1e-9, f"{len(rows)} rows of clusters and sets: p and q as exact fractions give, to {worst:.1e}; {seconds:.2f} s")
draw = random.Random(7)
genes = sorted({gene for own in known.values() for gene in own})[:20000]
genes += [f"X{i}" for i in range(20000 - len(genes))]
with open(work / "ranks.rnk", "w") as out:
    out.writelines(f"{gene}\t{draw.gauss(0, 1):.5f}\n" for gene in genes)
with open(work / "many.gmt", "w") as out:
    for i in range(2500):
        size = min(500, max(15, int(draw.lognormvariate(3.9, 0.9))))
        out.write(f"S{i}\tdrawn\t" + "\t".join(draw.sample(genes, size)) + "\n")
_, one = run("enrichment", work / "ranks.rnk", work / "many.gmt", "--threads", 1, "--out", work / "r1")
_, two = run("enrichment", work / "ranks.rnk", work / "many.gmt", "--threads", 2, "--out", work / "r2")
print(f"20,000 genes × 2,500 sets × 1,000 shuffles: {one:.1f} s on one thread, {two:.1f} s on two")
check((work / "r1.enrichment.tsv").read_bytes() == (work / "r2.enrichment.tsv").read_bytes(), "the same bytes")
rows = table(work / "r1.enrichment.tsv")
small = sum(float(row["p"]) < 0.05 for row in rows) / len(rows)
check(0.02 < small < 0.08, f"{100 * small:.1f} % of {len(rows)} random sets below p 0.05")
check(min(float(row["fdr"]) for row in rows) > 0.05, "none of them at 5 % false discoveries")
_, real = run("enrichment", work / "ranks.rnk", *files, "--out", work / "r3")
print(f"the same ranking, {len(known)} sets of three files: {real:.1f} s")

shutil.rmtree(work)
print(f"{len(failures)} wrong")
sys.exit(1 if failures else 0)
