"""Small data sets for training in a terminal: shipped ones, made ones, the reader's own.

CITATIONS.md says where each shipped one comes from and on what terms.
"""
