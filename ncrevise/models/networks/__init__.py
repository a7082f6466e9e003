"""Feed-forward networks: layers, activations, initialisation, what keeps them in shape."""
