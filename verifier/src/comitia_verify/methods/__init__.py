"""What the methods of the election give, each checked in a file of its own."""
