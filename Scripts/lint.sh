#!/bin/sh
# What `swift format lint` does not look at. Prints every place that breaks a rule; exit code 1 when
# there is any.
set -eu
cd "$(dirname "$0")/.."

# The Swift and C sources that are there, committed or not.
sources() {
  git ls-files --cached --others --exclude-standard 'Sources/*' 'Tests/*' 'Fuzz/*' Package.swift |
    grep -E '\.(swift|c|h)$' | while read -r file; do [ -f "$file" ] && echo "$file"; done
}

status=0

# Comments keep to the width of the code: 100 characters, however many bytes they take.
sources | xargs perl -CSD -lne '
  if (length > 100 && m{^\s*(///?|\*|/\*)}) {
    print "$ARGV:$.: a comment of ", length, " characters; break it at 100";
    $found = 1;
  }
  close ARGV if eof;
  END { exit($found ? 1 : 0) }' || status=1

# One concept, one file: 400 lines at most.
sources | xargs perl -ne '
  if (eof) {
    if ($. > 400) { print "$ARGV: $. lines; make two files of it, each of 400 at most\n"; $found = 1; }
    close ARGV;
  }
  END { exit($found ? 1 : 0) }' || status=1

exit $status
