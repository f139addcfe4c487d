import type { Severity, SyntaxRule } from "../rule.ts";

const GOOD = "$INCLUDE part.inc";
const PART = { "part.inc": "www 3600 A 192.0.2.1\n" };

// What `$INCLUDE` leads to: id, severity, summary, why, an example, and the files that it has beside it.
const ROWS: readonly (readonly [
  string,
  Severity,
  string,
  string,
  string,
  Readonly<Record<string, string>>,
])[] = [
  [
    "zone-include-missing",
    "error",
    "The file that an `$INCLUDE` names does not exist.",
    "Name servers refuse to load the zone. The name is relative to the folder of the file that includes it.",
    "$INCLUDE prt.inc",
    {},
  ],
  [
    "zone-include-cycle",
    "error",
    "A file includes itself, directly or by others.",
    "Name servers open the files again and again until they can open no more, and refuse the zone.",
    "$INCLUDE circle.inc",
    { "circle.inc": "www 3600 A 192.0.2.1\n$INCLUDE example.com.zone\n" },
  ],
  [
    "zone-include-outside",
    "info",
    "The file that an `$INCLUDE` names lies outside the workspace, or outside `--root`.",
    "It is not read, and nothing is said about whether it exists. What it adds to the zone is not known: nothing is called missing that may stand there.",
    "$INCLUDE ../outside.inc",
    {},
  ],
  [
    "zone-include-not-zone",
    "error",
    "The file that an `$INCLUDE` names is not a zone file.",
    "Name servers refuse to load the zone. Nothing of what the file holds is shown.",
    "$INCLUDE notes.txt",
    { "notes.txt": "Remember the milk\n" },
  ],
  [
    "zone-include-empty",
    "warning",
    "The file that an `$INCLUDE` names is empty.",
    "Name servers load the zone without a word, and what the file is there for is not in it.",
    "$INCLUDE empty.inc",
    { "empty.inc": "" },
  ],
  [
    "zone-include-deep",
    "warning",
    "Files include one another more than ten deep, or more than a thousand in all.",
    "What lies deeper is not read here, so that nothing is said about it.",
    "$INCLUDE 1.inc",
    Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [
        `${i + 1}.inc`,
        `h${i} 3600 A 192.0.2.1\n$INCLUDE ${i + 2}.inc\n`,
      ]),
    ),
  ],
];

/** The rules about included files; their findings are made where the files are read. */
export const INCLUDE_RULES: readonly SyntaxRule[] = ROWS.map(([id, severity, summary, why, bad, files]) => ({
  id,
  severity,
  scope: "syntax",
  docs: { summary, why, bad, good: GOOD, beside: { ...PART, ...files }, refs: ["RFC 1035 5.1"] },
}));
