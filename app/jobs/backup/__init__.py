"""`flask backup create|restore|check FILE`: database, media and secret key in one archive, of either engine for either.

``rows`` says how a row is written, ``archive`` what lies where in the file, and the verbs have a module each.
"""
