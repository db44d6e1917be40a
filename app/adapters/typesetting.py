"""The typesetter, a process of its own (``documents``): what to set comes on its input, the PDF is left in its folder.

It is run by its path and imports nothing of this application: it starts at once, and what it is given is all it knows.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

MEGABYTE = 1024 * 1024


def main() -> None:
    asked: dict[str, Any] = json.load(sys.stdin)
    bounds = asked["limits"]
    most = bounds["megabytes"] * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds["seconds"], bounds["seconds"]))
    root, nowhere = Path.cwd(), Path.cwd() / "no-packages"
    nowhere.mkdir()
    try:
        typst.compile(
            root / asked["template"],
            output=root / "document.pdf",
            root=root,
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=True, font_paths=[Path(asked["fonts"])]
            ),
            format="pdf",
            sys_inputs={"data": asked["data"], "pages": str(bounds["pages"])},
            package_path=nowhere,
            package_cache_path=nowhere,
            timestamp=asked["timestamp"],
        )
    except typst.TypstError as trouble:
        sys.exit(f"{asked['template']}: {trouble.message}\n{trouble.diagnostic}")


if __name__ == "__main__":
    main()
