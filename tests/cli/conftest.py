from helpers.called import call

__all__ = ["call"]
