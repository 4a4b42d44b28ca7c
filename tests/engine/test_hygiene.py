"""What the engine loads, and when."""

import subprocess
import sys

import pytest


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("module", ["tutor.engine.solution", "tutor.engine.activations", "tutor.engine.losses"])
def test_the_tables_and_the_solution_load_without_numpy(module):
    assert run(f"import sys, {module}; print('numpy' in sys.modules, 'decimal' in sys.modules)") == ["False", "False"]


def test_numpy_is_loaded_with_one_blas_thread_unless_the_user_says_otherwise():
    program = "import os; {}; import tutor.engine.forward; print(os.environ['OPENBLAS_NUM_THREADS'])"
    assert run(program.format("os.environ.pop('OPENBLAS_NUM_THREADS', None)")) == ["1"]
    assert run(program.format("os.environ['OPENBLAS_NUM_THREADS'] = '3'")) == ["3"]


def test_solving_uses_numpy():
    program = (
        "import sys; from tutor.engine.solution import solve; from tutor.engine.network import Layer, Network;"
        "solve(Network((1.0,), (1.0,), (Layer(((1.0,),), (0.0,), 'tanh'),), 'half-squared-error'));"
        "print('numpy' in sys.modules)"
    )
    assert run(program) == ["True"]
