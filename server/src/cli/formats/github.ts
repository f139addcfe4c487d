import { type Level, type Result, worstFirst } from "./result.ts";

/** GitHub shows so many annotations of one kind for each step, and drops the others without a word. */
const MOST = 10;

const COMMANDS: Readonly<Record<Level, "error" | "warning" | "notice">> = {
  error: "error",
  warning: "warning",
  info: "notice",
  hint: "notice",
};

/** Annotations as GitHub's workflow commands, the worst first; what GitHub would drop is counted in plain lines. */
export function github(results: readonly Result[]): string {
  const shown = { error: 0, warning: 0, notice: 0 };
  let out = "";
  for (const { level, message, at, id } of worstFirst(results)) {
    const command = COMMANDS[level];
    if (++shown[command] > MOST) continue;
    const { start, end } = at.range;
    const columns = `,col=${start.character + 1},endLine=${end.line + 1},endColumn=${end.character + 1}`;
    out += `::${command} file=${property(at.path)},line=${start.line + 1}${columns},title=${property(id)}::${escaped(message)}\n`;
  }
  for (const [command, count] of Object.entries(shown)) {
    if (count > MOST)
      out += `${count - MOST} more of level ${command} are not annotated: GitHub shows ${MOST} of a kind\n`;
  }
  return out;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
