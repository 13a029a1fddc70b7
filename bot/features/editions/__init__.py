"""The editions of a visit: what changed in each, compared with each other, and published again."""
