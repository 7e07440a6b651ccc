"""The former home of exports; they are rows in `qdesign.exporters`."""
