"""Subgraph of forms: catalogue, prefill, drafts and submitted aanvragen."""
