"""The postbus of a customer: what the municipality asks (taken) and tells (berichten), and what was said."""
