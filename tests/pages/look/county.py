"""A run over the small store as pages find it: the few told hits, and a manifest."""

import json
from pathlib import Path

from analytics.rules.runs import Run
from analytics.snapshots import Snapshot
from tests.support.some_hits import FEW, write_hits


def compared(store: Path, snapshot: Snapshot, name: str = "few", leave_out: str = "") -> Run:
    """Hits told in some_hits.FEW, but for those whose ids are in `leave_out`."""
    run = write_hits(store / "runs" / name, f"SELECT * FROM ({FEW}) WHERE hit_id NOT IN ('{leave_out}')")
    rules = [{"code": code, "state": "done"} for code in ("A01", "A17", "C12", "C14", "D01", "E05")]
    manifest = {"id": name, "snapshot": snapshot.id, "whole": True, "rules": rules}
    (run.path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return run
