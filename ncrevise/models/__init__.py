"""Complete models, one file an idea, written over the tape's operations."""
