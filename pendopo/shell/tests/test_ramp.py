"""Whatever colour a region chooses, its pages stay readable."""

from hypothesis import given
from hypothesis import strategies as st

from pendopo.shell import brand, ramp

colours = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_colour_gives_readable_steps(colour):
    steps = ramp.of(colour)
    assert ramp.contrast(steps[600], "#ffffff") >= 4.5
    assert ramp.contrast(steps[600], steps[50]) >= 4.5
    assert ramp.contrast("#ffffff", steps[800]) >= 7
    assert ramp.contrast(steps[100], steps[800]) >= 7
    assert ramp.contrast(steps[300], "#141414") >= 7
    assert ramp.contrast(steps[300], steps[900]) >= 4.5


@given(colours)
def test_steps_grow_darker(colour):
    lights = [ramp.parse(code).luminance for code in ramp.of(colour).values()]
    assert lights == sorted(lights, reverse=True)


def test_contrast_is_that_of_wcag():
    assert round(ramp.contrast("#000000", "#ffffff"), 2) == 21
    # An often quoted pair: the lightest grey that passes on white.
    assert round(ramp.contrast("#767676", "#ffffff"), 2) == 4.54


def test_a_grey_stays_grey():
    assert all(code[1:3] == code[3:5] == code[5:7] for code in ramp.of("#808080").values())


def test_the_stylesheet_lays_ten_steps_over_the_tokens():
    sheet = brand.sheet("#0b6962")
    assert sheet.count("--ina-brand-") == 10
    assert sheet.startswith(":root{")
