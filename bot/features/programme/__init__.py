"""What happens when: days, events, now and next, and the calendar file."""
