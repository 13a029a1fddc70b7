"""What the command line does, one file a command; none but `run` loads aiogram."""
