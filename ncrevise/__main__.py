"""``python -m ncrevise``."""

from ncrevise.cli import main

if __name__ == "__main__":
    main()
