#!/bin/sh
# Whether the scripts of a page are JavaScript, and whether their types, which stand in comments
# (JSDoc), fit each other. What is missing to tell is said and not an error.
#
#   Scripts/check_web.sh
set -eu
cd "$(dirname "$0")/.."

if command -v tsc >/dev/null; then
  tsc --allowJs --checkJs --noEmit --target es2022 --module es2022 --moduleResolution node \
    --lib es2022,dom,dom.iterable Sources/Page/Web/*.mjs
else
  echo "check_web.sh: no tsc (Debian's node-typescript); the types of the page's scripts are not checked" >&2
fi
command -v node >/dev/null || { echo "check_web.sh: no node" >&2; exit 0; }
for file in Sources/Page/Web/*.mjs Tests/BrowserCheck/*.mjs Scripts/wasm/*.mjs; do
  node --check "$file"
done
