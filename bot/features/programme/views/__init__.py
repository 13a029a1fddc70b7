"""The programme's screens."""
