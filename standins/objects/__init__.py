"""A stand-in of the Objects API (v2), at `/api/v2`.

The scenario has these keys, each optional:

    tokens      [{token, permissions: [{type, mode}]}]: who may call, and which types of objects they may read
                (`read_only`) or change too (`read_and_write`); a token without `permissions` may all. Without
                tokens there is the one of `token.DEFAULT`.
    objects     [{uuid, type, record: {typeVersion, data, startAt, ...}}], as the API publishes them

A change makes a new record, and the one before it ends; nothing holds two clients apart that change an object
at the same time, as in the real one. `fields` and searching by place are not there, and refused.
"""
