"""Every model against an independent one, found by path.

``references/networks/mlp.py`` checks ``ncrevise/models/networks/mlp.py``. A reference says:

- ``case(r)``: random settings and arrays (``tests.references.case.Case``);
- ``ours(settings, arrays)``: what our model gives, an array or several;
- ``theirs(settings, arrays)``: what the other gives, from torch tensors when ``SOURCE`` is
  ``torch`` (the default), else from NumPy arrays;
- ``SOURCE``: ``torch``, whose results are also frozen in ``frozen/`` by ``--accept``; or
  ``scipy``, ``networkx``, ``enumeration`` …, which run every time;
  (a model whose checks are in another test file is named in that file's ``CHECKS``)
- ``COVERS``: other models it checks as well, such as ``("networks/initialise",)``;
- ``CASES``: how many, 100 unless said;
- ``GRADIENTS``: False where nothing is to be differentiated;
- ``SINGLE``: False where the model has no float32 of its own;
- ``BAD``: pairs of an array and an axis which, one longer, must be refused with its name;
  every array's last axis unless said;
- ``BY_NAME``: what an array is called in the message, where that is not its key.
"""
