"""What became of every address: outcomes and their sums. Pure."""
