#!/bin/sh
# Adds a toy analysis with page, figure, table and command to a copy of the tree,
# builds it, and looks for all four. Fails where the patch needs any path beyond the
# places that the design names.
set -eu
cd "$(dirname "$0")/.."
patch=$PWD/Tests/Fixtures/toy.patch
for path in $(sed -n 's|^+++ b/||p' "$patch"); do
  case $path in
    Sources/Analyses/SexRatio/* | Sources/Reports/SexRatioPage.swift | Sources/Figures/Dots.swift) ;;
    Sources/casebook/Commands/RunSexRatio.swift | Sources/casebook/Commands/Run.swift) ;;
    Sources/Pipeline/Catalogue.swift | Sources/Figures/Registry.swift | Tests/*) ;;
    *) echo "error: the toy analysis touches $path"; exit 1 ;;
  esac
done
copy=$PWD/.build-toy/tree
rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp -P --parents -t "$copy" 2>/dev/null
patch -s -p1 -d "$copy" <"$patch"
(cd "$copy" && python3 script/arrows.py && swift build -c release --product casebook --scratch-path ../build >../build.log 2>&1 || { tail -30 ../build.log; exit 1; })
casebook=$PWD/.build-toy/build/release/casebook
$casebook build "$copy" >/dev/null 2>&1
grep -q "People by sex" "$copy/public/sex-ratio.html"
grep -q "female" "$copy/public/data/sex-ratio.tsv"
grep -q "female: " "$copy/public/sex-ratio.html"
grep -q "sex-ratio" "$copy/public/dictionary.html"
[ "$($casebook run sex-ratio --sexes f,m,f | head -1)" = "f	2" ]
echo "toy: page, figure, table, dictionary and command are there"
