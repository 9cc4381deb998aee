"""What the system must permit before Lookaloud can work: asked for one at a time."""
