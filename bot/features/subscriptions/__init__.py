"""What people get of a visit without asking, and when they want to be left alone."""
