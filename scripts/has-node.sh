#!/bin/sh
# Succeeds when the PATH has npm and a Node that JupyterLab's builder (Rspack) can load.
command -v npm >/dev/null 2>&1 && node -e '
  const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1);
' >/dev/null 2>&1
