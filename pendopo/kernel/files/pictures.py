"""Draw a photo anew: no EXIF, no hidden payload, no more pixels than a page needs.

Runs in the inspection child only (see inspection.py); knows no framework.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from pendopo.kernel.files import errors

MAX_SIDE = 4096
MAX_PIXELS = 120_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def redraw(data: bytes, media_type: str) -> bytes:
    """Return the same picture re-encoded, upright and at most 4096 pixels wide or high.

    Raises PictureIsBroken, PictureTooLarge.
    """
    try:
        with (
            warnings.catch_warnings(),
            Image.open(BytesIO(data), formats=[_FORMATS[media_type]]) as picture,
        ):
            # Pillow warns above its own limit; ours is checked before a pixel is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _encode(_shrink(picture), _FORMATS[media_type])
    except errors.BadFile:
        raise
    except (MemoryError, Image.DecompressionBombError) as error:
        raise errors.PictureTooLarge from error
    # Pillow reports damage through many types (OSError, SyntaxError, ValueError, struct.error, …).
    except Exception as error:
        raise errors.PictureIsBroken from error


def _shrink(picture: Image.Image) -> Image.Image:
    if picture.width * picture.height > MAX_PIXELS:
        raise errors.PictureTooLarge
    picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _encode(picture: Image.Image, fmt: str) -> bytes:
    out = BytesIO()
    # A fresh canvas: whatever metadata the decoder collected stays behind.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    if fmt == "JPEG":
        clean.convert("RGB").save(out, "JPEG", quality=88, optimize=True)
    else:
        clean.save(out, "PNG")
    return out.getvalue()
