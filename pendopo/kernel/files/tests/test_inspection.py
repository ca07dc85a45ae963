"""The parser of strangers' files: what it refuses, what it cleans, and that nothing escapes it."""

import contextlib
import io
import random

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pendopo.kernel.files import errors, inspection, pdf, pictures


def make_pdf(**root: object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def make_photo(fmt: str = "JPEG", size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    noise = random.Random(7).randbytes(size[0] * size[1] * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(out, fmt, **save)
    return out.getvalue()


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({"/S": pikepdf.Name(f"/{kind}"), **more})


ACTIVE = {
    "a script when it opens": {"OpenAction": action("JavaScript", **{"/JS": "app.alert(1)"})},
    "a program when it opens": {"OpenAction": action("Launch", **{"/F": "cmd.exe"})},
    "an address when it opens": {"OpenAction": action("URI", **{"/URI": "https://x.example"})},
    "a script on closing": {"AA": pikepdf.Dictionary({"/WC": action("JavaScript")})},
    "embedded files": {"Names": pikepdf.Dictionary({"/EmbeddedFiles": pikepdf.Dictionary()})},
    "an XFA form": {"AcroForm": pikepdf.Dictionary({"/XFA": pikepdf.Array()})},
    "a form that sends itself": {"X": pikepdf.Array([pikepdf.Array([action("SubmitForm")])])},
}


@pytest.mark.parametrize("root", ACTIVE.values(), ids=ACTIVE.keys())
def test_a_pdf_with_active_content_is_refused(root: dict[str, object]) -> None:
    with pytest.raises(errors.PdfHasActiveContent):
        pdf.check(make_pdf(**root))


def test_active_content_hidden_in_an_object_stream_is_found() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.Root["/Hidden"] = document.make_indirect(action("JavaScript"))
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in out.getvalue()
    with pytest.raises(errors.PdfHasActiveContent):
        pdf.check(out.getvalue())


def test_a_plain_pdf_is_kept_byte_for_byte() -> None:
    data = make_pdf()
    assert inspection.inspect(data) == inspection.Clean("application/pdf", data)


def test_a_pdf_that_only_chooses_its_first_page_is_accepted() -> None:
    pdf.check(make_pdf(OpenAction=pikepdf.Array([0, pikepdf.Name("/Fit")])))
    pdf.check(make_pdf(OpenAction=action("GoTo", **{"/D": pikepdf.Array([0])})))


def test_a_locked_pdf_is_refused() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    for user in ("rahasia", ""):
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user=user))
        with pytest.raises(errors.PdfIsLocked):
            pdf.check(out.getvalue())


def test_a_pdf_without_pages_or_with_too_many_objects_is_refused() -> None:
    empty, crowded = pikepdf.new(), pikepdf.new()
    crowded.add_blank_page()
    for _ in range(pdf.MAX_OBJECTS):
        crowded.make_indirect(pikepdf.Dictionary())
    crowded.Root["/All"] = pikepdf.Array(
        [crowded.make_indirect({}) for _ in range(pdf.MAX_OBJECTS)]
    )
    for document, refusal in ((empty, errors.PdfIsBroken), (crowded, errors.FileTooComplex)):
        out = io.BytesIO()
        document.save(out)
        with pytest.raises(refusal):
            pdf.check(out.getvalue())


def test_a_photo_loses_its_exif_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "kampung rahasia"
    data = make_photo(exif=exif)
    clean = inspection.inspect(data)
    assert b"kampung rahasia" in data
    assert b"kampung rahasia" not in clean.data
    with Image.open(io.BytesIO(clean.data)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()


def test_bytes_hidden_behind_a_photo_are_dropped() -> None:
    clean = pictures.redraw(make_photo() + b"<script>alert(1)</script>", "image/jpeg")
    assert b"<script>" not in clean


def test_a_large_photo_is_shrunk_and_a_transparent_one_stays_so() -> None:
    large = pictures.redraw(make_photo("PNG", (pictures.MAX_SIDE + 900, 10)), "image/png")
    with Image.open(io.BytesIO(large)) as picture:
        assert picture.width == pictures.MAX_SIDE
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.redraw(out.getvalue(), "image/png"))) as picture:
        assert picture.getpixel((0, 0))[3] == 0


def test_a_decompression_bomb_is_refused_before_it_unfolds() -> None:
    out = io.BytesIO()
    Image.new("1", (40_000, 40_000)).save(out, "PNG")
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(errors.PictureTooLarge):
        inspection.inspect(out.getvalue())


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", errors.FileIsEmpty),
        (b"<html><script>1</script>", errors.FileTypeNotAllowed),
        (b"MZ\x90\x00", errors.FileTypeNotAllowed),
        (b"%PDF-1.7 no more", errors.PdfIsBroken),
        (b"\xff\xd8\xff\xe0broken", errors.PictureIsBroken),
        (b"\x89PNG\r\n\x1a\nbroken", errors.PictureIsBroken),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, refusal: type[errors.BadFile]) -> None:
    with pytest.raises(refusal) as caught:
        inspection.inspect(data)
    assert caught.value.sentence


def test_a_child_that_dies_or_never_answers_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection.sys, "executable", "/bin/false")
    with pytest.raises(errors.FileTooComplex):
        inspection.inspect(make_pdf())
    monkeypatch.undo()
    monkeypatch.setattr(inspection, "WALL_SECONDS", 0.001)
    with pytest.raises(errors.FileTooComplex):
        inspection.inspect(make_pdf())


SEEDS = [make_pdf(), make_pdf(Names=pikepdf.Dictionary()), make_photo(), make_photo("PNG")]


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 12))):
        place = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["flip", "cut", "insert"])):
            case "flip":
                data[place] = draw(st.integers(0, 255))
            case "cut":
                del data[place : place + draw(st.integers(1, 40))]
            case "insert":
                data[place:place] = draw(st.binary(min_size=1, max_size=30))
        if not data:
            break
    return bytes(data)


@settings(max_examples=300)
@given(damaged_files())
def test_a_damaged_file_is_accepted_or_refused_and_nothing_else(data: bytes) -> None:
    with contextlib.suppress(errors.BadFile):
        assert inspection.clean(data).data


@settings(max_examples=100)
@given(st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]), st.binary())
def test_arbitrary_bytes_never_escape_as_another_error(head: bytes, tail: bytes) -> None:
    with contextlib.suppress(errors.BadFile):
        inspection.clean(head + tail)
