"""Graph networks: messages between neighbours, and what is read from them."""
