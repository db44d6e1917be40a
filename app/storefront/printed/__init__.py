"""The catalogue on paper, for whoever takes it home from a fair: what its template is filled with."""

from app.storefront.printed.composing import Content, catalogue

__all__ = ["Content", "catalogue"]
