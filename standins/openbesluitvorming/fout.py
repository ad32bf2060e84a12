"""A refusal in the words of OpenBesluitvorming."""

from standins.service.refusal import Refusal


def geweigerd(status: int, reden: str) -> Refusal:
    return Refusal(status, {"error": reden})


def te_veel(per_minuut: int, seconden: int) -> Refusal:
    """More than a client may ask in a minute; in so many seconds it may again."""
    body = {
        "error": f"Te veel verzoeken. Probeer het over {seconden} seconde(n) opnieuw.",
        "limit_per_minute": per_minuut,
        "retry_after_seconds": seconden,
    }
    return Refusal(429, body, headers={"retry-after": str(seconden)})
