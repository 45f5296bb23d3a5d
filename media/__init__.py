"""Files and images of products."""
