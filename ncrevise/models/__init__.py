"""Complete models, one file an idea, written over the tape's operations.

All compute on plain arrays, and what is made of operations alone is differentiated by them. Those
in ``TELLING`` also tell their working: a function of theirs takes a ``tape`` and names on it what
a person would write down. The others, most of what is trained in batches, only compute.
"""

TELLING = frozenset(
    {
        "attention.additive",
        "attention.multiplicative",
        "attention.pooling",
        "attention.scaled",
        "convolution",
        "counting",
        "formula",
        "graph",
        "graphs.gcn",
        "graphs.message",
        "language.cbow",
        "language.glove",
        "language.neural",
        "language.speech",
        "layers",
        "linear.logistic",
        "linear.regression",
        "linear.softmax_regression",
        "networks.conv",
        "networks.mlp",
        "optimisers.descent",
        "rl.linear",
        "rl.qlearning",
        "rl.returns",
        "rl.sweeps",
        "sequences.gru",
        "sequences.joined",
        "sequences.lstm",
        "sequences.rnn",
        "unsupervised.autoencoder",
        "weights",
    }
)
