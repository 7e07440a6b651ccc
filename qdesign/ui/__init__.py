"""The studio in notebooks (`widget.py`) and as a Panel app (`panel_app.py`)."""
