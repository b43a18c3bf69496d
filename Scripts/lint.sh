#!/bin/sh
# What `swift format lint` does not look at. Prints every place that breaks a rule; exit code 1 when
# there is any.
set -eu
cd "$(dirname "$0")/.."

# Comments keep to the width of the code: 100 characters, however many bytes they take.
git ls-files --cached --others --exclude-standard 'Sources/*' 'Tests/*' Package.swift |
  grep -E '\.(swift|c|h)$' | while read -r file; do [ -f "$file" ] && echo "$file"; done |
  xargs perl -CSD -lne '
    if (length > 100 && m{^\s*(///?|\*|/\*)}) {
      print "$ARGV:$.: a comment of ", length, " characters; break it at 100";
      $found = 1;
    }
    close ARGV if eof;
    END { exit($found ? 1 : 0) }'
