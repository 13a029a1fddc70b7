"""What announcements look like: drafts, panels, lists, news."""
