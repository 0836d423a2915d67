"""The sandbox's own facts: what Exchange does (facts.md §8), checked over HTTPS against the official shapes."""
