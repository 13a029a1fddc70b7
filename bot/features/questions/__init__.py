"""Questions to the organisers: asked in private, relayed to the organisers' chat, answered by a reply there."""
