// What is shown as a document: the posture report of the workspace, and a simulated delivery.
import { Uri, window, workspace } from "vscode";
import { type Ask, type Place, rangeOf } from "../ask.ts";
import { needsAddress, needsSender } from "../wizards/answers.ts";
import { type Given, textIn, typeIn } from "../wizards/pick.ts";

/** What each domain of the workspace does to protect its mail, as Markdown in a new editor. */
export async function postureReport(ask: Ask): Promise<boolean> {
  const text = await ask<string>("mailReport");
  if (text === undefined) return false;
  const document = await workspace.openTextDocument({ language: "markdown", content: text });
  await window.showTextDocument(document);
  return true;
}

interface Simulation {
  readonly result: string;
  readonly mechanism: string | null;
  readonly domain: string;
  readonly lookups: number;
  readonly voidLookups: number;
  readonly unknown: readonly string[];
  readonly trace: readonly {
    readonly depth: number;
    readonly term: string;
    readonly domain: string;
    readonly outcome: string;
    readonly note?: string;
  }[];
  readonly place: Place | null;
}

const MEANINGS: Readonly<Record<string, string>> = {
  pass: "may send this mail",
  fail: "may not send this mail; receivers may reject it",
  softfail: "probably may not send this mail; receivers mark it as suspect",
  neutral: "is neither allowed nor forbidden to send this mail",
  none: "is not judged: there is no SPF record",
  permerror: "is not judged: the SPF record is broken, which many receivers treat as a fail",
  temperror: "is not judged now: the DNS did not answer",
  unknown: "cannot be judged by these files",
};

/** Who sends, and as whom? Shows the verdict and its trace, and jumps to the term that decided. */
export async function simulateSender(ask: Ask, given: Given): Promise<boolean> {
  const title = "Simulate a Sender";
  const ip =
    textIn(given, "ip") ??
    (await typeIn(title, {
      prompt: "The address of the sending server, such as 198.51.100.7",
      problem: needsAddress,
    }));
  if (ip === undefined) return false;
  const mailFrom =
    textIn(given, "mailFrom") ??
    (await typeIn(title, {
      prompt: "Who it sends as: a mail address or a domain, such as news@example.com",
      problem: needsSender,
    }));
  if (mailFrom === undefined) return false;
  const found = await ask<Simulation>("simulate", {
    ip,
    mailFrom,
    helo: textIn(given, "helo") ?? "",
    uri: window.activeTextEditor?.document.uri.toString() ?? "",
  });
  if (found === undefined) return false;
  const verdict = `${found.result}: ${ip} ${MEANINGS[found.result] ?? ""}`;
  const steps = found.trace.map((step) => ({
    label: `${"\u2003".repeat(step.depth)}${step.outcome === "record" ? `$(file) ${step.domain}` : `${mark(step.outcome)} ${step.term}`}`,
    description: step.outcome === "record" ? "" : (step.note ?? step.outcome),
    detail: step.outcome === "record" ? step.term : undefined,
  }));
  if (found.place !== null)
    await window.showTextDocument(Uri.parse(found.place.uri, true), {
      selection: rangeOf(found.place.range),
      preserveFocus: true,
    });
  if (given.confirmed === true) return true;
  const cost = `${found.lookups} of 10 lookups, ${found.voidLookups} of 2 void`;
  const missing = found.unknown.length === 0 ? "" : ` · not known: ${found.unknown.join(", ")}`;
  await window.showQuickPick(
    [
      { label: verdict, detail: `${cost}${missing}` },
      ...steps.map(({ detail, ...step }) => (detail === undefined ? step : { ...step, detail })),
    ],
    { title: `${title}: ${ip} as ${mailFrom}`, ignoreFocusOut: true },
  );
  return true;
}

function mark(outcome: string): string {
  return outcome === "match"
    ? "$(check)"
    : outcome === "error"
      ? "$(error)"
      : outcome === "unknown"
        ? "$(question)"
        : "$(dash)";
}
