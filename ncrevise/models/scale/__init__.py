"""Scale: work shared among workers, what it costs, and what more of it buys."""
