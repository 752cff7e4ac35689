import pytest
from PySide6.QtGui import QColor, QImage, QPixmap

from app.desktop.presenters.tray_state import Mark
from app.desktop.tray import mark
from app.desktop.tray.mark import FRAMES, mark_icon, mark_pixmap

STATES = (
    Mark(),
    Mark(on=True),
    Mark(on=True, busy=True),
    Mark(on=True, trouble=True),
    Mark(trouble=True),
)
PANELS = ("#f0f0f0", "#ffffff", "#2b2b2b", "#202020")


def inked(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 128
        for x in range(image.width())
        for y in range(image.height())
    )


def pixels(pixmap: QPixmap) -> bytes:
    image = pixmap.toImage()
    return bytes(image.constBits())  # while the image is there


def luminance(color: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(each) for each in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("size", [16, 22, 32, 64])
def test_every_state_has_a_shape_of_its_own_without_colour(size: int, qapp: object) -> None:
    shapes = {pixels(mark_pixmap(state, size, mask=True)) for state in STATES}
    assert len(shapes) == len(STATES)


@pytest.mark.parametrize("size", [16, 22, 32, 64])
def test_off_is_hollow_and_on_is_filled(size: int, qapp: object) -> None:
    off, on = (mark_pixmap(Mark(on=each), size).toImage() for each in (False, True))
    assert inked(on) > inked(off)


@pytest.mark.parametrize("color", [mark.ON, mark.OFF, mark.TROUBLE])
@pytest.mark.parametrize("panel", PANELS)
def test_every_colour_is_readable_on_light_and_dark_panels(color: str, panel: str) -> None:
    first, second = sorted((luminance(QColor(color)), luminance(QColor(panel))))
    assert (second + 0.05) / (first + 0.05) >= 3.0


def test_the_arc_moves_and_comes_around(qapp: object) -> None:
    busy = Mark(on=True, busy=True)
    frames = [pixels(mark_pixmap(busy, 32, frame)) for frame in range(FRAMES + 1)]
    assert len(set(frames)) == FRAMES
    assert frames[0] == frames[FRAMES]


def test_the_icon_has_every_size_a_panel_asks_for_and_is_a_mask_where_the_system_colours_it(
    qapp: object,
) -> None:
    icon = mark_icon(Mark(on=True), mask=True)
    assert {16, 22, 32, 64} <= {size.width() for size in icon.availableSizes()}
    assert icon.isMask()
    assert not mark_icon(Mark(on=True), mask=False).isMask()
