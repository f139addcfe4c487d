/** Where something failed, for the log: never what the zone says. */
export function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const trace = (error.stack ?? "").split("\n").slice(1, 4).join("\n");
  return ` (${error.name})\n${trace}`;
}
