"""Documents → text and pictures for other tools, by format."""

from qdesign.session.export.formats import FORMATS, Exported, export, picture_svg

__all__ = ["FORMATS", "Exported", "export", "picture_svg"]
