"""The client's operation: parsed, limited, validated, normalized and cut to what the caller may see."""
