import os

# NumPy's BLAS starts its threads when it is loaded, and a lesson's matrices are far too small to need one of them.
# Every module that imports NumPy is in this package, so this runs before NumPy does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
