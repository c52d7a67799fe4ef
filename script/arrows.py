"""Fails for an import that the house does not have, and for what has one place only."""
import pathlib
import re
import sys

TOOLCHAIN = {"Foundation", "Glibc", "Darwin", "Dispatch", "Synchronization", "Testing"}
ARROWS = {
    "casebook": "Pipeline Diagnostics ArgumentParser CJemalloc",
    "Pipeline": "SiteBuilder SiteDefaults Reports Ethics Analyses Knowledge Formats Figures Markup Numerics "
    "CohortModel Store Tables Diagnostics FlyingFox FlyingSocks Yams",
    "SiteBuilder": "Markup Figures Tables Store Diagnostics SiteDefaults CSQLite",
    "SiteDefaults": "",
    "Reports": "Ethics Analyses Knowledge Figures Markup CohortModel Tables",
    "Ethics": "CohortModel Tables Numerics Diagnostics CCrypto",
    "Analyses": "CohortModel Knowledge Numerics Tables",
    "Knowledge": "CohortModel Tables Diagnostics",
    "Formats": "CohortModel Knowledge Tables Diagnostics CHTS CHDF5 CKernels Yams",
    "Figures": "Markup Tables Diagnostics",
    "Markup": "Tables Diagnostics CMarkGFM Yams",
    "Numerics": "CKernels COpenBLAS",
    "CohortModel": "Tables Diagnostics",
    "Store": "Tables Diagnostics CCrypto CPosix",
    "Tables": "Diagnostics",
    "Diagnostics": "",
}
# What only some may do: pattern, who may, why.
PLACES = [
    (r"@_spi\(Selecting\)", {"CohortModel", "Ethics", "Pipeline/Runs/RunFiles.swift"},
     "only Ethics, and the everyone of run, make selections"),
    (r"concurrentPerform|Thread\(", {"Pipeline/Workers.swift"}, "only Pipeline's workers start threads"),
    (r"@unchecked Sendable|nonisolated\(unsafe\)", {"Pipeline/Workers.swift"}, "one place is unchecked"),
    (r"vsnprintf|String\(format:", {"Tables/Digits.swift"}, "only Digits prints a number"),
    (r"createDirectory|removeItem|createFile|FileHandle\(forWriting", {"Store"}, "only Store writes files"),
    (r"\bas!|\btry!", set(), "no forced casts or tries"),
    (r"\b(TODO|FIXME|XXX)\b", set(), "finish it, or say so in an issue"),
]
problems = []
root = pathlib.Path("Sources")
for path in sorted(root.rglob("*.swift")):
    relative = path.relative_to(root)
    room = relative.parts[0]
    if room == "System" or "files" in relative.parts[:2]:
        continue
    text = path.read_text()
    allowed = set(ARROWS[room].split()) | TOOLCHAIN
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r"\s*(?:@\S+ )?(?:public |internal )?import (?:struct |class |enum |func )?(\w+)", line)
        if found and found.group(1) not in allowed:
            problems.append(f"{path}:{number}: error: {room} may not import {found.group(1)}")
        for pattern, places, why in PLACES:
            if re.search(pattern, line) and not any(
                str(relative) == place or relative.parts[0] == place for place in places
            ):
                problems.append(f"{path}:{number}: error: {why}")
    lines = text.count("\n")
    if lines > 500:
        problems.append(f"{path}:1: error: {lines} lines; a file has at most 500")
print("\n".join(problems) if problems else "arrows: the house stands")
sys.exit(1 if problems else 0)
