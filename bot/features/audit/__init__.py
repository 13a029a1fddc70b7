"""What organisers did and what was refused to whom."""
