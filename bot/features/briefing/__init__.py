"""The place and what is known of it: overview, facts, organisations, quotes, sources, glossary, and free questions."""
