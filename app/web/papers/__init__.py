"""The papers of a request, as their template is filled: pro formas, delivery notes, receipts, refunds.

Customer and team print the same ones, so what they say stands here and not with either.
"""
