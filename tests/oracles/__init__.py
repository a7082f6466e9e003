"""Independent references: one module a topic, one function a family, nothing of ncrevise.

``cnn.conv2d`` is checked by ``tests.oracles.cnn.conv2d(givens)``, which returns the family's
results by name, computed by a library or by enumeration. ``tests.oracles.cnn.pool_mistakes``
does so for mistakes that are no other givens, by their ids.
"""
