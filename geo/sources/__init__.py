"""One reader per publisher's format."""
