"""A refusal in the words of Elasticsearch 7."""

from standins.service.refusal import Refusal

_SOORTEN = {404: "index_not_found_exception", 405: "method_not_allowed", 406: "content_type_exception"}


def geweigerd(status: int, reden: str, soort: str | None = None) -> Refusal:
    """`soort` is the type of the exception, where the status alone does not tell."""
    fout = {"type": soort or _SOORTEN.get(status, "parsing_exception"), "reason": reden}
    return Refusal(status, {"error": {"root_cause": [fout], **fout}, "status": status})
