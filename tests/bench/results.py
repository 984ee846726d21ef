"""Figures between two benches: benchmarks.json, one entry for each part."""

import json
from pathlib import Path
from typing import Any

Results = dict[str, dict[str, Any]]


def kept(folder: Path, part: str, figures: dict[str, Any]) -> Results:
    """Put a part's figures in the place of its former ones; gives those of all parts."""
    path = folder / "benchmarks.json"
    results: Results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    results[part] = figures
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return results
