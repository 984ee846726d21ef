"""Measurements against the targets of this house; docs/benchmarks.md is written from them. Start: make bench."""
