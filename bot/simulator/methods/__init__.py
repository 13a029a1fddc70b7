"""What each Bot API method does to the simulated world: one small function a method."""
