"""Pages leave compressed: a first page must arrive on 2G. Pictures, sheets and scripts are compressed already."""

from flask import Flask
from flask_compress import Compress


def register(app: Flask) -> None:
    """Registered first, so that it is the last to touch an answer."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],  # brotli first: on our pages a tenth smaller than zstd
        COMPRESS_BR_LEVEL=5,
        COMPRESS_ZSTD_LEVEL=10,
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_MIMETYPES=[
            *("text/html", "text/plain", "text/csv", "application/json", "application/manifest+json"),
            *("application/xml", "text/xml", "application/atom+xml", "application/rss+xml"),
        ],
        COMPRESS_STREAMS=False,  # web/streaming packs what it sends
    )
    Compress(app)
