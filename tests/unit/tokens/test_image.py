"""A picture costs what its pixels cost, whatever file they come in."""

import pytest

from app.core.conversation import Image, Inline, Remote, Stored
from app.tokens.image import LOW_DETAIL, UNKNOWN, image_tokens, pixels
from tests.unit.tokens.files import gif, jpeg, png, text64, webp

FILES = {
    "png": png(1000, 500),
    "gif": gif(1000, 500),
    "jpeg": jpeg(1000, 500),
    "jpeg behind a thumbnail": jpeg(1000, 500, thumbnail=50_000),
    "webp lossy": webp(b"VP8 ", 1000, 500),
    "webp lossless": webp(b"VP8L", 1000, 500),
    "webp extended": webp(b"VP8X", 1000, 500),
}


@pytest.mark.parametrize("raw", FILES.values(), ids=FILES)
def test_the_size_is_read_from_the_head_of_the_file(raw: bytes) -> None:
    assert pixels(text64(raw)) == (1000, 500)


@pytest.mark.parametrize("raw", FILES.values(), ids=FILES)
def test_a_file_cut_short_has_no_size(raw: bytes) -> None:
    assert pixels(text64(raw[:7])) is None


@pytest.mark.parametrize(
    "data",
    [
        "",
        "====",
        "not base64 at all",
        "ÿÿÿ",
        text64(b"BM plain bitmap"),
        text64(png(0, 10)),
        text64(webp(b"VP8?", 3, 3)),
        text64(b"\xff\xd8\xff\xe1\0\0"),
        text64(b"\xff\xd8" + b"\xff" * 900),
    ],
)
def test_what_is_no_picture_has_no_size(data: str) -> None:
    assert pixels(data) is None


def inline(width: int, height: int) -> Image:
    return Image(Inline("image/png", text64(png(width, height))))


@pytest.mark.parametrize(
    ("width", "height", "tokens"),
    [(200, 200, 64), (1000, 1000, 1296), (1, 1, 1), (28, 29, 2), (1568, 10, 56), (20_000, 1, 56)],
)
def test_a_picture_costs_its_patches(width: int, height: int, tokens: int) -> None:
    assert image_tokens(inline(width, height)) == tokens


def test_a_huge_picture_is_made_smaller_first() -> None:
    assert image_tokens(inline(8000, 8000)) == 1568
    assert image_tokens(inline(3136, 1568)) == image_tokens(inline(1568, 784))


@pytest.mark.parametrize("source", [Remote("https://example.com/a.png"), Stored("file_1")])
def test_a_picture_that_is_elsewhere_counts_as_an_ordinary_one(source: Remote | Stored) -> None:
    assert image_tokens(Image(source)) == UNKNOWN


def test_low_detail_is_cheap_whatever_the_size() -> None:
    assert image_tokens(Image(Inline("image/png", text64(png(900, 900))), "low")) == LOW_DETAIL
