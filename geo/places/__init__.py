"""What people call things: find a place by a postcode or a name, and say what is there."""
