"""A stand-in of Open Klant: the API Klantinteracties, at `/klantinteracties/api/v1`.

The scenario has these keys, each optional:

    tokens      [token, ...]: who may call; without them there is `standin.DEFAULT`
    partijen, partij-identificatoren, digitaleadressen, klantcontacten, betrokkenen, onderwerpobjecten,
    internetaken
                [{uuid, ...}], with the fields that the API publishes; a reference is {uuid: ...}

It refuses parameters that it does not know, which the real one lets pass without a word.
"""
