"""`flask demo draw`: a picture in the format its name says, or a sentence."""

from pathlib import Path

from flask import Flask
from PIL import Image


def draw(app: Flask, file: Path) -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["demo", "draw", "--kind", "lantern", "--seed", "7", str(file)])
    return answer.exit_code, answer.output


def test_a_picture_is_drawn_into_a_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "lantern.jpg"
    code, said = draw(app, file)
    assert code == 0 and "lantern, seed 7" in said
    with Image.open(file) as picture:
        assert picture.format == "JPEG" and picture.size == (1200, 1500)


def test_a_name_of_no_format_is_explained(app: Flask, tmp_path: Path) -> None:
    code, said = draw(app, tmp_path / "lantern.txt")
    assert code == 1 and "name it .jpg" in said
