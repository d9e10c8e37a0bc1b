"""Is a Word file fit to publish? The rules, one file for each topic."""
