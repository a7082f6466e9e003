"""Learning without labels: codes, clusters, and models that make new examples."""
