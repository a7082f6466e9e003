"""How a report names the data it was made from; ``CITATIONS.md`` tells the whole of it."""

from __future__ import annotations

CITED = {
    "digits": "handwritten digits, 8 × 8: Alpaydin and Kaynak (1998), *Optical Recognition of "
    "Handwritten Digits*, UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0",
    "karate": "Zachary (1977), *An information flow model for conflict and fission in small "
    "groups*, doi:10.1086/jar.33.4.3629752",
    "alice": "Carroll (1865), *Alice's Adventures in Wonderland*, chapters I to IV",
    "kingdom": "sentences about a small kingdom, drawn at random",
}
