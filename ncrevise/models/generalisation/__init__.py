"""What makes a model do well on examples it has not seen."""
