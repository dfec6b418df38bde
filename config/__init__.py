"""What a deployment sets, and what every process opens from it."""
