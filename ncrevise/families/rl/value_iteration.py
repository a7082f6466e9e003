"""Value iteration on a Markov decision process or a gridworld."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.errors import GivensError
from ncrevise.family import Family, given, mistake
from ncrevise.models import gridworld
from ncrevise.models.mdp import Action, Mdp, Outcome
from ncrevise.models.sweeps import Iteration, limit, starting, tell_limit, tell_table
from ncrevise.tape import NO_TAPE, Recorder, Tensor, raw
from ncrevise.tape.ops import stack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown
