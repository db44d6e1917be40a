"""Files in a folder or in a bucket, and nowhere else."""

from pathlib import Path

import pytest

from app.adapters import storage
from tests.gateways import hanging_up


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> storage.Storage:
    """Both places keep the same promises."""
    if request.param == "bucket":
        return storage.at(request.getfixturevalue("bucket"))
    (tmp_path / "secret_key").write_text("not a picture")
    return storage.at(str(tmp_path / "media"))


def test_a_file_is_kept_replaced_listed_and_removed(place: storage.Storage) -> None:
    place.put("public/a/320.jpg", b"one")
    first = place.get("public/a/320.jpg")
    place.put("public/a/320.jpg", b"another")
    place.put("private/originals/a", b"whole")
    second = place.get("public/a/320.jpg")
    assert first and second and second.body == b"another" and first.mark != second.mark
    assert place.paths("public") == ["public/a/320.jpg"]
    assert place.paths() == ["private/originals/a", "public/a/320.jpg"]
    for _ in range(2):
        place.delete("public/a/320.jpg")
    assert place.get("public/a/320.jpg") is None


@pytest.mark.parametrize(
    "path", ["../secret_key", "public/../../secret_key", "/etc/passwd", "a\0b", "public//a", "public", "public/a"]
)
def test_no_path_leads_out_of_the_place(place: storage.Storage, path: str) -> None:
    place.put("public/a/320.jpg", b"one")
    assert place.get(path) is None


def test_a_whole_photograph_fits(place: storage.Storage) -> None:
    """A bucket takes what is large in parts."""
    whole = bytes(range(256)) * 4096 * 15
    place.put("private/originals/a", whole)
    kept = place.get("private/originals/a")
    assert kept and kept.body == whole


def test_a_bucket_is_shared_with_others(bucket: str) -> None:
    storage.at(bucket).put("public/a/320.jpg", b"one")
    assert storage.at("s3://media").paths() == ["secret_key", "shop/public/a/320.jpg"]
    assert storage.at(bucket).paths() == ["public/a/320.jpg"], "without the prefix, and nothing of the others"


def test_trouble_in_a_folder_has_a_name(tmp_path: Path) -> None:
    (tmp_path / "media" / "public").mkdir(parents=True)
    (tmp_path / "media" / "public" / "a").write_text("a file where a folder should be")
    with pytest.raises(storage.StorageTrouble):
        storage.at(str(tmp_path / "media")).put("public/a/320.jpg", b"one")


def test_a_bucket_that_is_not_there_is_trouble(bucket: str) -> None:
    elsewhere = storage.at("s3://nobody")
    with pytest.raises(storage.StorageTrouble):
        elsewhere.put("public/a/320.jpg", b"one")
    with pytest.raises(storage.StorageTrouble):
        elsewhere.paths()


def test_nobody_waits_long_for_a_store_that_does_not_answer(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight threads serve the site: pictures that cannot be had must not hold them all."""
    with hanging_up() as (address, calls):
        monkeypatch.setenv("AWS_ENDPOINT", address)
        with pytest.raises(storage.StorageTrouble):
            storage.at("s3://media/unreachable").get("public/a/320.jpg")
    assert len(calls) == 3


def test_a_folder_may_be_given_as_an_address(tmp_path: Path) -> None:
    storage.at((tmp_path / "some where").as_uri()).put("x", b"1")
    assert (tmp_path / "some where" / "x").read_bytes() == b"1"
