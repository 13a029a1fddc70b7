"""The Bot API over HTTP: reading a request, checking it, running it, answering."""
