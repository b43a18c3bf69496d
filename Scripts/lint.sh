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

# A test sees what is public or of the package: `make test` compiles nothing for testing alone.
if sources | xargs grep -n '^ *@testable'; then
  echo "say import, and make package what the test needs"
  status=1
fi

# A page's scripts: 300 lines, 100 characters, and types that fit.
scripts() {
  git ls-files --cached --others --exclude-standard 'Sources/Page/Web/*.mjs' 'Tests/BrowserCheck/*.mjs' |
    while read -r file; do [ -f "$file" ] && echo "$file"; done
}
scripts | xargs perl -CSD -ne '
  chomp;
  if (length > 100) { print "$ARGV:$.: ", length, " characters; break it at 100\n"; $found = 1; }
  if (eof) {
    if ($. > 300) { print "$ARGV: $. lines; make two files of it, each of 300 at most\n"; $found = 1; }
    close ARGV;
  }
  END { exit($found ? 1 : 0) }' || status=1
Scripts/check_web.sh || status=1

# Numbers from outside do not stop the program: a floating-point number becomes a whole one through
# `init(clamping:)`, a product of sizes is `Int(product:)` (Sources/AENetwork/Tensor/CheckedNumbers.swift).
# A guess from the text, since no types are known here: what is divided, rounded or measured is taken
# for floating point. Where a debug build is there its objects tell for certain: every other conversion
# carries the words that it stops with.
checked=Sources/AENetwork/Tensor/CheckedNumbers.swift
sources | grep -E '^Sources/(AENetwork|AEData|AEAnalysis|AECore|Drawing|Visual|aeviz)/.*\.swift$' | grep -v "^$checked$" |
  xargs perl -ne '
  s{//.*}{};
  while (/\bU?Int(?:8|16|32|64)?(\((?:[^()]++|(?1))*\))/g) {
    my $argument = $1;
    next if $argument =~ /^\(\w+:/ || $argument =~ /<</;
    next unless $argument =~ m{\.rounded\(|floor\(|ceil\(|squareRoot|log10|Double\(|Float\(| / |\d\.\d|\b(?:width|height|room)\b};
    next if $argument =~ /^\([\w.]+\)$/;
    print "$ARGV:$.: Int$argument may be of floating point: write Int(clamping:)\n";
    $found = 1;
  }
  if (/multipliedReportingOverflow/ || ($ARGV =~ m{^Sources/(?:AEData|AECore/(?:Run|Session))/} && /reduce\(1, \*\)/)) {
    print "$ARGV:$.: a product of sizes that are read: write Int(product:)\n";
    $found = 1;
  }
  close ARGV if eof;
  END { exit($found ? 1 : 0) }' || status=1
# Only of a build that is newer than what it was made of.
program=.build/debug/aeviz
if [ -e $program ] && [ -z "$(find Sources -name '*.swift' -newer $program -print -quit)" ]; then
  for module in AENetwork AEData AEAnalysis AECore Drawing Visual aeviz; do
    find ".build/debug/$module.build" -name '*.swift.o' ! -name "$(basename $checked).o" 2>/dev/null
  done | xargs -r grep -l 'value cannot be converted to' |
    sed 's|.*/||; s|\.o$|: converts floating point unchecked: write Int(clamping:)|' |
    { ! grep .; } || status=1
fi

exit $status
