"""Writes a graph of 50,000 nodes and 2 million edges as KGX tables, and measures `run paths` on it.

Usage: python3 Tests/BenchGraph.py CASEBOOK [FOLDER]
Fails where loading takes over 5 s, one person's ranked paths over 100 ms, or memory over 1 GB.
Degrees are skewed, as those of real graphs are: a node's rank is drawn from a power law.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

NODES = [("SequenceVariant", "DBSNP:rs", 20_000), ("Gene", "HGNC:", 18_000),
         ("Pathway", "REACT:R-HSA-", 3_000), ("Disease", "MONDO:000", 2_000),
         ("SmallMolecule", "CHEMBL.COMPOUND:CHEMBL", 6_000), ("Cell", "CL:000", 1_000)]
KINDS = [("SequenceVariant", "affects", "Gene", 120_000), ("Gene", "interacts_with", "Gene", 800_000),
         ("Gene", "positively_regulates", "Gene", 150_000), ("Gene", "negatively_regulates", "Gene", 100_000),
         ("Gene", "participates_in", "Pathway", 250_000), ("Gene", "gene_associated_with_condition", "Disease", 200_000),
         ("Gene", "expressed_in", "Cell", 230_000), ("SmallMolecule", "decreases_activity_of", "Gene", 90_000),
         ("SmallMolecule", "increases_activity_of", "Gene", 40_000), ("SmallMolecule", "treats", "Disease", 20_000)]
SOURCES = ["infores:string", "infores:reactome", "infores:drugcentral", "infores:gwas-catalog"]


def write(folder: str) -> tuple[str, str]:
    draw = random.Random(20)
    ids, edges_file, nodes_file = {}, folder + "/edges.tsv", folder + "/nodes.tsv"
    with open(nodes_file, "w") as out:
        out.write("id\tcategory\tname\txref\n")
        for category, prefix, count in NODES:
            ids[category] = [f"{prefix}{1000 + i}" for i in range(count)]
            for i, node in enumerate(ids[category]):
                out.write(f"{node}\tbiolink:{category}\t{category} {i}\t\n")
    with open(edges_file, "w") as out:
        out.write("id\tsubject\tpredicate\tobject\tprimary_knowledge_source\tknowledge_level\tagent_type\tpublications\tstrength\n")
        number = 0
        for a, predicate, b, count in KINDS:
            left, right = ids[a], ids[b]
            held = set()
            while len(held) < count:
                i, j = int(len(left) * draw.random() ** 1.7), int(len(right) * draw.random() ** 1.7)
                if (i, j) in held or a == b and (i == j or (j, i) in held):
                    continue
                held.add((i, j))
                number += 1
                out.write(f"e{number}\t{left[i]}\tbiolink:{predicate}\t{right[j]}\t{draw.choice(SOURCES)}\t"
                          f"knowledge_assertion\tmanual_agent\tPMID:{draw.randrange(10_000_000, 40_000_000)}\t{draw.random():.3f}\n")
    with open(folder + "/person.tsv", "w") as out:
        out.write("node\tweight\n")
        for node in draw.sample(ids["SequenceVariant"], 200):
            out.write(f"{node}\t{draw.gauss(0, 0.2):.4f}\n")
    return edges_file, nodes_file


def main() -> None:
    casebook = sys.argv[1]
    folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="casebook-graph-")
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(folder + "/person.tsv"):
        write(folder)
    ran = subprocess.run(
        ["/usr/bin/time", "-v", casebook, "run", "paths", folder + "/edges.tsv", folder + "/nodes.tsv", "--weights",
         folder + "/person.tsv", "--to", "Disease", "--permutations", "0", "--profile", "--out", folder + "/person"],
        capture_output=True, text=True)
    print(ran.stdout, end="")
    seconds = {name: float(value) for value, name in re.findall(r"^([\d.]+) s  (\w+)$", ran.stderr, re.M)}
    memory = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", ran.stderr).group(1)) / 1024
    print(seconds, f"{memory:.0f} MB")
    if ran.returncode or seconds["load"] > 5 or seconds["paths"] > 0.1 or memory > 1024:
        sys.exit(f"not reached\n{ran.stderr}")


if __name__ == "__main__":
    main()
