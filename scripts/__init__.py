"""What the Makefile and .ci/run call. Each one runs as `python -m scripts.NAME` from the root of the checkout."""
