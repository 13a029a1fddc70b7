"""Who is who: the people named in the sources."""
