"""Who belongs to a visit: links that invite, joining and leaving, the members and what they may do."""
