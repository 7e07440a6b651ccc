"""Lock files of the kits of providers: what `qdesign kit install NAME` installs, by hash."""
