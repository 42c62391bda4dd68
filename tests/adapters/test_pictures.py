"""The picture of the numbers, as it is drawn."""

import io

import pytest
from matplotlib.image import imread

from adapters.pictures import Drawing

PAPER = (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("Resolution", "less than 1 min"), ("Abgelaufene Uhren der ersten Antwort", "12 Tage 23 Std. 59 Min."), ("", "")],
    ids=["English", "German", "nothing"],
)
def test_what_a_tile_says_stays_within_it(name, value):
    drawn = Drawing(
        "Example", "A week", ((name, value),) * 9, ("Created", "Resolved", "Backlog"), ("Mon",), (1,), (0,), None
    )
    picture = imread(io.BytesIO(drawn.png()))
    height, width = picture.shape[:2]

    for between in (0.3465, 0.6545, 0.97):  # right of each column of tiles, from the first row to the last
        column = picture[int(0.11 * height) : int(0.47 * height), int(between * width)]
        assert {tuple(pixel) for pixel in column.tolist()} == {PAPER}
