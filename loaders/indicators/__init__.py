"""One declared indicator a module, each ending in its INDICATOR; found by being here."""
