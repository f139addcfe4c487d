import { parentOf } from "../../dns/names.ts";
import { coversHost, idOf, parseStsPolicy } from "../../mail/mtaSts.ts";
import { scanTags } from "../../mail/tags.ts";
import { shown } from "../mail/edits.ts";
import { exchangersAt } from "../mail/exchangers.ts";
import { tagNamed } from "../mail/tagRules.ts";
import type { DomainRule, DomainView } from "../rule.ts";

const PATH = "mta-sts.example.com/.well-known/mta-sts.txt";
const POLICY = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
const RECORD = '_mta-sts TXT "v=STSv1; id=1"';

const mtastsPolicyMxMismatch: DomainRule = {
  id: "mtasts-policy-mx-mismatch",
  severity: "error",
  scope: "domain",
  on: ["mtasts"],
  docs: {
    summary: "The policy file does not name a host that takes the domain's mail.",
    why: "Senders that follow the policy deliver to hosts it names, and to no others: mail to this host is held back and returned. While the policy is in testing they only report it.",
    bad: `@ MX 10 mx1\n${RECORD}`,
    good: `@ MX 10 mail\n${RECORD}`,
    beside: { [PATH]: POLICY },
    refs: ["RFC 8461 4.1"],
  },
  check(domain, report) {
    const name = policyDomain(domain);
    const file = name === undefined ? undefined : domain.policyFile(name);
    if (name === undefined || file === undefined) return;
    const { mode, mx: patterns } = parseStsPolicy(file.text);
    // Any other word is no mode, and such a file no policy (section 3.2).
    if ((mode !== "enforce" && mode !== "testing") || patterns.length === 0) return;
    const isTest = mode === "testing";
    const view = domain.at(name);
    for (const { record, mx } of view === undefined ? [] : exchangersAt(view)) {
      const host = mx.host?.replace(/\.$/, "");
      if (host === undefined || host === "" || patterns.some((pattern) => coversHost(pattern, host)))
        continue;
      report(
        { record, source: mx.hostSpan },
        `${host} is not in the MTA-STS policy (\`${file.path}\`): senders that follow it ${isTest ? "report that, and deliver while the policy is in testing" : "do not deliver there"}`,
        ...(isTest ? [{ severity: "warning" as const }] : []),
      );
    }
  },
};

const mtastsIdUnchanged: DomainRule = {
  id: "mtasts-id-unchanged",
  severity: "hint",
  scope: "domain",
  on: ["mtasts"],
  docs: {
    summary: "The policy file has changed since the last commit, the `id` has not.",
    why: "Senders keep a policy for weeks, and look at the `id` alone to see whether there is a new one: they go on with the old one.",
    bad: `@ MX 10 mail\n${RECORD}`,
    good: '@ MX 10 mail\n_mta-sts TXT "v=STSv1; id=2"',
    beside: { [PATH]: POLICY, [`before/${PATH}`]: POLICY.replace("enforce", "testing"), "before/id": "1" },
    refs: ["RFC 8461 3.1", "RFC 8461 8.1"],
  },
  check(domain, report) {
    const name = policyDomain(domain);
    const file = name === undefined ? undefined : domain.policyFile(name);
    if (name === undefined || file?.before === undefined || file.before.text === file.text) return;
    for (const { record, node } of domain.own.mtasts) {
      const id = tagNamed(scanTags(node.source), "id");
      if (id === undefined || idOf(node.source.text) !== file.before.id || node.source.hasHoles) continue;
      const next = nextId(id.value);
      report(
        { record, text: id.trimmed },
        `The policy of ${shown(name)} has changed (\`${file.path}\`), its \`id\` has not: senders keep the old one`,
        { title: `Write \`id=${next}\``, safe: false, edits: [{ at: id.valueSpan, text: next }] },
      );
    }
  },
};

/** MTA-STS records beside their policy files. */
export const MTASTS_POLICY_RULES: readonly DomainRule[] = [mtastsPolicyMxMismatch, mtastsIdUnchanged];

function policyDomain({ name }: DomainView): string | undefined {
  return name.startsWith("_mta-sts.") ? parentOf(name) : undefined;
}

// The number at the end counted up; any other value is as good, as long as it is another one.
function nextId(id: string): string {
  const digits = /[0-9]+$/.exec(id)?.[0];
  if (digits === undefined) return `${id.slice(0, 31)}1`;
  const next = (BigInt(digits) + 1n).toString().padStart(digits.length, "0");
  return `${id.slice(0, -digits.length)}${next}`.slice(-32);
}
