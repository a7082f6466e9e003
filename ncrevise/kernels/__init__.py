"""What training runs: operations on whole batches, and their own ways back where these are fast."""
