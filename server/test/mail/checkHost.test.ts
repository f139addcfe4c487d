import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import { checkHost, type HostCheck, type MailSession } from "../../src/mail/checkHost.ts";
import { parseAddress } from "../../src/mail/networks/text.ts";
import { type Answer, type QueryType, type Resolver, targetName } from "../../src/mail/resolver.ts";

const SUITE = process.env.DNSLENS_SPF_SUITE ?? join(import.meta.dirname, "../../../../shared/spf-suite");
const FILE = SUITE.endsWith(".yml") ? SUITE : join(SUITE, "rfc7208-tests.yml");
const CASES = 203;

test("the openspf suite for RFC 7208", async (t) => {
  if (!existsSync(FILE)) {
    t.skip(`the openspf suite is not at ${FILE}; DNSLENS_SPF_SUITE names another place`);
    return;
  }
  const scenarios = parseAllDocuments(readFileSync(FILE, "utf8")).map(
    (document) => document.toJS() as Scenario | null,
  );
  let cases = 0;
  for (const scenario of scenarios) {
    if (scenario === null) continue;
    const resolve = resolverOfZone(scenario.zonedata);
    for (const [name, one] of Object.entries(scenario.tests)) {
      cases++;
      await t.test(`${scenario.description}: ${name}`, () => runCase(one, resolve));
    }
  }
  assert.equal(cases, CASES);
});

interface Scenario {
  readonly description: string;
  readonly tests: Readonly<Record<string, Case>>;
  readonly zonedata: Readonly<Record<string, readonly Entry[]>>;
}

interface Case {
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  readonly result: string | readonly string[];
  readonly explanation?: string;
}

type Entry = string | Readonly<Record<string, string | readonly (string | number)[]>>;

function runCase(one: Case, resolve: Resolver): void {
  const found = check({ host: one.host, from: one.mailfrom, helo: one.helo }, resolve);
  assert.ok([one.result].flat().includes(found.result), `${found.result}, not ${one.result}`);
  assert.deepEqual(found.unknown, []);
  if (one.explanation === undefined) return;
  // "DEFAULT" is what the checking host says where the domain gives no explanation.
  assert.equal(found.explanation, one.explanation === "DEFAULT" ? "" : one.explanation);
}

function check(
  { host, from, helo = "" }: { readonly host: string; readonly from: string; readonly helo?: string },
  resolve: Resolver,
  more: Partial<MailSession> = {},
): HostCheck {
  const ip = parseAddress(host);
  assert.ok(ip !== undefined, host);
  return checkHost({ ip, mailFrom: from, helo, ...more }, resolve);
}

// The suite's own rules: an SPF entry counts as TXT too unless the name has TXT entries; TIMEOUT holds for every other type.
function resolverOfZone(zone: Scenario["zonedata"]): Resolver {
  const names = new Map(
    Object.entries(zone).map(([name, entries]) => [targetName(name) ?? name, entries] as const),
  );
  const answer = (name: string, type: QueryType, hops: number): Answer => {
    const entries = names.get(name);
    if (entries === undefined) return { kind: "nxdomain" };
    const values = valuesOf(entries, type);
    if (values.length > 0) return { kind: "records", values };
    const [alias] = valuesOf(entries, "CNAME");
    if (alias !== undefined)
      return hops > 8 ? { kind: "timeout" } : answer(targetName(alias) ?? alias, type, hops + 1);
    return entries.includes("TIMEOUT") ? { kind: "timeout" } : { kind: "nodata" };
  };
  return (name, type) => answer(name, type, 0);
}

function valuesOf(entries: readonly Entry[], type: QueryType | "CNAME"): string[] {
  const wanted =
    type === "TXT" && !entries.some((entry) => typeof entry === "object" && "TXT" in entry) ? "SPF" : type;
  return entries.flatMap((entry) => {
    if (typeof entry === "string") return [];
    const value = entry[wanted];
    if (value === undefined || value === "NONE") return [];
    if (typeof value === "string") return [type === "PTR" ? (targetName(value) ?? value) : value];
    if (type !== "MX") return [value.join("")];
    return [`${value[0]} ${targetName(String(value[1])) ?? "."}`];
  });
}
