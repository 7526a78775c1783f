"""A model's failure in words that say what to do.

Never the provider's own text, which may hold a key.
"""

from __future__ import annotations

from qa.errors import QaError

__all__ = ["describe_failure"]

_BY_STATUS = {
    400: "it refused the request",
    401: "it refused the key; check QA_MODEL_API_KEY",
    403: "the key may not use this model",
    404: "it does not know this model's name; check QA_MODEL",
    413: "the passages were too long for it",
    429: "too many requests, or the account's quota is used up; try again later",
}


def describe_failure(error: Exception) -> str:
    """One sentence about why the model could not answer.

    Args:
        error: what the provider's client raised; ``status_code`` is used where it has one.
    """
    if isinstance(error, QaError):  # a model of our own, in words of our own
        return f"The language model could not answer. {error}"
    status = getattr(error, "status_code", None)
    if isinstance(error, TimeoutError) or "timeout" in type(error).__name__.lower():
        reason = "it took too long"
    elif isinstance(status, int):
        reason = _BY_STATUS.get(status, f"its server answered with status {status}")
    elif isinstance(error, ConnectionError) or "connect" in type(error).__name__.lower():
        reason = "it cannot be reached; check its server and QA_MODEL_BASE_URL"
    else:
        reason = f"its client failed with {type(error).__name__}"
    return f"The language model could not answer: {reason}."
