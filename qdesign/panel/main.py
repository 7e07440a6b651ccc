"""What `panel serve qdesign/panel` runs for every browser session."""

from qdesign.ui.panel_app import TITLE, served

# Only Panel runs it under such a name; importing it does nothing.
if __name__.startswith("bokeh_app_"):
    served().servable(title=TITLE)
