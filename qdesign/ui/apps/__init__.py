"""Panel apps, a file each: `panel serve qdesign/ui/apps/qaoa.py`, or its `app()` in a notebook."""
