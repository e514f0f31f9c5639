"""Rebuilds the known-answer tests under KATs/ from published packages."""
