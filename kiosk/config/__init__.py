"""What the admin wants of this display: the document, what is wrong with it, and where it is kept."""
