"""`python -m gelu_accuracy` is the program."""

from .binary import main

main()
