// `npm run docs`: writes docs/rules/<id>.md and their index from what the rules say about themselves.
// `npm run docs -- --check` writes nothing and fails when a page is missing, stale or of a rule that is gone.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RULES } from "../server/src/rules/index.ts";
import { exampleText } from "../server/src/rules/rule.ts";
import { TerraformProject } from "../server/src/terraform/project.ts";
import { Workspace } from "../server/src/workspace.ts";
import { ZoneDocument } from "../server/src/zone/document.ts";
import { policiesOf } from "../server/test/policies.ts";
import { filesOf } from "../server/test/sources.ts";
import { root } from "./steps.mjs";

const folder = join(root, "docs", "rules");
const mostShown = 10;
const MEANING = {
  error: "receivers or name servers discard it, fail it, or do something other than what is written",
  warning: "works, but weak or against evident intent",
  info: "advice",
  hint: "advice, shown as dots under the text",
};
// By the first part of the ids; what is not named here stands below its own first part.
const FAMILIES = {
  spf: "SPF: who may send",
  dkim: "DKIM: signatures",
  dmarc: "DMARC: what happens to mail that fails",
  tlsrpt: "TLS-RPT: reports about transport security",
  mtasts: "MTA-STS: mail only over TLS",
  bimi: "BIMI: the logo beside a message",
  mail: "Mail as a whole: what several records say together",
  txt: "TXT records: strings and quotes",
  zone: "Zone files",
  tf: "Terraform",
  suppression: "Comments that silence rules",
};
// Few rules each, all about what several records say together.
const MAIL_AS_A_WHOLE = ["arc", "helo", "mx", "owner", "parked", "provider", "subdomain", "ttl"];

const pages = new Map(RULES.map((rule) => [`${rule.id}.md`, page(rule)]));
pages.set("README.md", index());
if (process.argv.includes("--check")) await check();
else await write();

async function write() {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (!pages.has(name)) await rm(join(folder, name));
  for (const [name, text] of pages) await writeFile(join(folder, name), text);
  console.log(`docs/rules: ${pages.size} pages written`);
}

async function check() {
  const present = await readdir(folder).catch(() => []);
  const wrong = present.filter((name) => !pages.has(name)).map((name) => `${name}: no such rule`);
  for (const [name, text] of pages) {
    if (!present.includes(name)) wrong.push(`${name}: missing`);
    else if ((await readFile(join(folder, name), "utf8")) !== text) wrong.push(`${name}: stale`);
  }
  for (const line of wrong.slice(0, mostShown)) console.error(`docs/rules/${line}`);
  if (wrong.length > mostShown) console.error(`and ${wrong.length - mostShown} more`);
  if (wrong.length > 0) {
    console.error("  Run: npm run docs");
    process.exitCode = 1;
  } else console.log(`docs/rules: ${pages.size} pages are up to date`);
}

function page(rule) {
  const { docs } = rule;
  const fixes = fixesOf(rule);
  return `${[
    `# ${rule.id}`,
    docs.summary,
    `**${capital(rule.severity)}**: ${MEANING[rule.severity]}.${rule.off ? " Off unless a setting turns it on." : ""}`,
    docs.why,
    "## Reported",
    ...(docs.before === undefined ? [] : ["Before:", fenced(docs.before, docs.language), "After:"]),
    fenced(docs.bad, docs.language),
    ...Object.entries(docs.beside ?? {}).flatMap(([path, text]) => [
      `beside \`${path}\`:`,
      fenced(text.trimEnd()),
    ]),
    ...messagesOf(rule),
    "## Not reported",
    fenced(docs.good.trimEnd(), docs.language),
    ...(fixes.length === 0 ? [] : ["## Fixes", fixes.join("\n")]),
    "## References",
    docs.refs.map((ref) => `- ${linked(ref)}`).join("\n"),
    "## Settings",
    `\`"dnslens.rules": { "${rule.id}": "off" }\` switches it off; \`error\`, \`warning\`, \`info\` and \`hint\` change how it is shown. One line only: \`${docs.language === "terraform" ? "#" : ";"} dnslens-ignore ${rule.id} reason\` at its end.`,
    "[All rules](README.md)",
  ].join("\n\n")}\n`;
}

function index() {
  const families = new Map();
  for (const rule of RULES) {
    const family = familyOf(rule.id);
    families.set(family, [...(families.get(family) ?? []), rule]);
  }
  const order = [
    ...Object.keys(FAMILIES),
    ...[...families.keys()].filter((one) => !(one in FAMILIES)).sort(),
  ];
  const sections = order
    .filter((family) => families.has(family))
    .map((family) => {
      const rules = [...families.get(family)].sort((a, b) => (a.id < b.id ? -1 : 1));
      const rows = rules.map(
        (rule) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${inCell(rule.docs.summary)} |`,
      );
      return [
        `## ${FAMILIES[family] ?? family}`,
        ["| rule | severity | |", "| --- | --- | --- |", ...rows].join("\n"),
      ].join("\n\n");
    });
  return `${[`# The ${RULES.length} rules of DNS Lens`, "Written by `npm run docs` from the rules themselves.", ...sections].join("\n\n")}\n`;
}

function familyOf(id) {
  const first = id.split("-")[0];
  return MAIL_AS_A_WHOLE.includes(first) ? "mail" : first;
}

function findingsOfExample(rule) {
  const { before, clock } = rule.docs;
  const workspace = new Workspace(undefined, {
    ...(clock === undefined ? {} : { now: () => clock }),
    ...(before === undefined ? {} : { base: () => before }),
  });
  workspace.setPolicyFiles(policiesOf(rule.docs.beside ?? {}));
  for (const [path, text] of Object.entries(rule.docs.beside ?? {})) {
    if (!path.includes("/")) workspace.update(new ZoneDocument(`file:///${path}`, text));
  }
  const document =
    rule.docs.language === "terraform"
      ? new TerraformProject().open("file:///dns/main.tf", rule.docs.bad)
      : new ZoneDocument("file:///example.com.zone", exampleText(rule.docs, rule.docs.bad), {
          origin: "example.com.",
          source: filesOf(rule.docs.beside ?? {}),
        });
  workspace.update(document);
  const settings = {
    rules: rule.off ? { [rule.id]: rule.severity } : {},
    dialect: rule.docs.dialect ?? "bind",
  };
  return [...new Set([document, ...(document.included ?? [])].map(({ uri }) => uri))]
    .flatMap((uri) => workspace.findings(uri, settings))
    .filter((finding) => finding.rule.id === rule.id);
}

function messagesOf(rule) {
  return [...new Set(findingsOfExample(rule).map(({ message }) => message))].map((message) => `> ${message}`);
}

function fixesOf(rule) {
  const titles = findingsOfExample(rule).flatMap(({ fixes }) =>
    fixes.map(
      ({ title, safe }) => `- ${title}${safe ? " (safe: what the zone authorizes stays the same)" : ""}`,
    ),
  );
  return [...new Set(titles)];
}

function fenced(text, language = "dns-zone") {
  return `\`\`\`${language === "terraform" ? "hcl" : language}\n${text}\n\`\`\``;
}

function linked(ref) {
  const [, rfc, section] = /^RFC (\d+)(?: (\d[\d.]*\d|\d))?$/.exec(ref) ?? [];
  if (rfc === undefined) return ref;
  const anchor = section === undefined ? "" : `#section-${section}`;
  return `[${ref}](https://www.rfc-editor.org/rfc/rfc${rfc}.html${anchor})`;
}

function inCell(text) {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
