"""`export` under its former name, for programs that import it from here."""

from qdesign.exporters import Exported, export

__all__ = ["Exported", "export"]
