"""What notices of changes say."""
