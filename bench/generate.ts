/**
 * The benchmark's zone: a hosting company with one sub-origin per customer. Deterministic: the same number of records is the
 * same text on every machine. It loads without an error in named-checkzone, nsd-checkzone, kzonecheck and validns, and its
 * mail records are sound, so that a check of it measures the reading and not the printing of findings.
 */
import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The origin of a generated zone unless another one is asked for. */
export const BENCH_ORIGIN = "hosting.test.";

/**
 * Zone text with exactly `records` records (at least 20, the apex), in chunks of whole lines.
 * @param origin absolute, with its final dot; it also seeds the random numbers, so zones of different origins differ
 */
export function* generateZone(records: number, origin = BENCH_ORIGIN): Iterable<string> {
  const random = randomNumbers(hash(origin));
  const apex = apexLines(origin, random);
  yield apex.text;
  let left = records - apex.records;
  for (let customer = 0; left > 0; customer++) {
    yield left >= BLOCK ? customerLines(customer, origin, random) : restLines(customer, left, origin, random);
    left -= BLOCK;
  }
}

/** Records below one `$ORIGIN`. */
const BLOCK = 20;

/** A number in [0, below). */
type Random = (below: number) => number;

function apexLines(origin: string, random: Random): { readonly text: string; readonly records: number } {
  const domain = origin.slice(0, -1);
  const lines = [
    `@ IN SOA ns1 hostmaster ( 2026110401 7200 3600 1209600 3600 )`,
    `  IN NS ns1`,
    `  IN NS ns2`,
    `  IN MX 10 mx1`,
    `  IN MX 20 mx2`,
    `  IN A 198.18.0.10`,
    `  IN TXT "v=spf1 mx include:_spf.${domain} -all"`,
    `_dmarc IN TXT "v=DMARC1; p=reject; np=reject; rua=mailto:dmarc@${domain}"`,
    `_spf IN TXT "v=spf1 ip4:185.199.0.0/22 ip6:2a06:98c0:3600::/48 -all"`,
    `ns1 IN A 198.18.0.1`,
    `    IN AAAA 2001:db8::1`,
    `ns2 IN A 198.18.0.2`,
    `mx1 IN A 198.18.0.3`,
    `    IN TXT "v=spf1 a -all"`,
    `mx2 IN A 198.18.0.4`,
    `    IN TXT "v=spf1 a -all"`,
    `mx3 IN A 198.18.0.5`,
    `    IN TXT "v=spf1 a -all"`,
    `platform IN A 198.18.0.6`,
  ];
  const head = `; ${domain}: customers of a hosting company\n$ORIGIN ${origin}\n$TTL 3600\n`;
  const key = dkimLines("s1", publicKey(random));
  return { text: `${head}${[...lines, ...key].join("\n")}\n\n`, records: lines.length + 1 };
}

/**
 * What a customer has besides addresses, by its number: over 20 customers (400 records) that is MX 32, TXT 44, CNAME 44,
 * AAAA 64, NS 14, CAA 12, SRV 10, and A the other 180.
 */
function planOf(customer: number) {
  const n = customer % 20;
  const mail = n % 10 < 7;
  const ownKey = mail && n % 2 === 0 && n % 10 !== 6;
  const plan = {
    mail,
    ownKey,
    mx: mail ? (n % 5 === 0 ? 3 : 2) : 0,
    verification: !mail || n % 10 === 1 || n % 10 === 3 ? 1 : 0,
    aliases: n % 10 > 7 ? 1 : 2,
    aaaa: n % 5 === 2 ? 4 : 3,
    ns: n % 3 === 1 ? 2 : 0,
    caa: n % 5 < 3 ? 1 : 0,
    srv: n % 2 === 0 ? 1 : 0,
  };
  // SPF, DMARC and DKIM, the last as a key or as an alias of the company's key.
  const mailRecords = mail ? 3 : 0;
  const { mx, verification, aliases, aaaa, ns, caa, srv } = plan;
  return { ...plan, a: BLOCK - (mx + verification + aliases + aaaa + ns + caa + srv + mailRecords) };
}

function customerLines(customer: number, origin: string, random: Random): string {
  const plan = planOf(customer);
  const domain = `${customerName(customer)}.${origin.slice(0, -1)}`;
  const ttl = pick(TTLS, random);
  const lines: string[] = [...openingLines(customer, domain, random)];
  const put = (owner: string, type: string, rdata: string, tail = ""): void => {
    lines.push(`${owner.padEnd(6)} ${ttl} ${type} ${rdata}${tail}`);
  };

  put("@", "A", ipv4(random));
  put("", "AAAA", ipv6(random));
  for (let i = 1; i <= plan.mx; i++) put("", "MX", `${i * 10} mx${i}.${origin}`);
  if (plan.mail) put("", "TXT", `"${pick(SPF, random)(origin.slice(0, -1))}"`);
  if (plan.verification > 0) put("", "TXT", `"site-verification=${token(random, 32)}"`);
  if (plan.caa > 0) put("", "CAA", '0 issue "letsencrypt.org"');

  const hosts = hostNames(random);
  const glue = plan.ns > 0 && customer % 2 === 0 ? 2 : 0;
  const web = hosts();
  for (let i = 0; i < plan.a - 1 - glue; i++) {
    const host = i === 0 ? web : hosts();
    put(host, "A", ipv4(random), random(16) === 0 ? ` ; rack ${random(40)}` : "");
    if (i < plan.aaaa - 1) put("", "AAAA", ipv6(random));
  }
  for (let i = 0; i < plan.aliases; i++)
    put(i === 0 ? "www" : hosts(), "CNAME", pick(ALIASES, random)(web, origin));
  if (plan.srv > 0) put(pick(SERVICES, random), "SRV", `0 5 ${443 + random(9000)} ${web}`);
  if (plan.ns > 0) lines.push(...delegationLines(glue > 0, origin, random));
  if (plan.mail) {
    lines.push("; mail");
    put("_dmarc", "TXT", `"v=DMARC1; p=${pick(POLICIES, random)}; rua=mailto:dmarc@${origin.slice(0, -1)}"`);
    if (plan.ownKey) lines.push(...dkimLines(`s${1 + random(3)}`, publicKey(random)));
    else put("s1._domainkey", "CNAME", `s1._domainkey.${origin}`);
  }
  return `${lines.join("\n")}\n\n`;
}

/** The last few records of a zone whose number of records is no multiple of 20. */
function restLines(customer: number, left: number, origin: string, random: Random): string {
  const lines = [...openingLines(customer, `${customerName(customer)}.${origin.slice(0, -1)}`, random)];
  for (let i = 0; i < left; i++) lines.push(`host${i} IN A ${ipv4(random)}`);
  return `${lines.join("\n")}\n`;
}

function openingLines(customer: number, domain: string, random: Random): readonly string[] {
  return [`; customer ${customer}, since ${2006 + random(20)}, shared hosting`, `$ORIGIN ${domain}.`];
}

function delegationLines(glue: boolean, origin: string, random: Random): readonly string[] {
  if (!glue) return [`lab IN NS ns1.${origin}`, `    IN NS ns2.${origin}`];
  return [
    `lab IN NS ns1.lab`,
    `    IN NS ns2.lab`,
    `ns1.lab IN A ${ipv4(random)}`,
    `ns2.lab IN A ${ipv4(random)}`,
  ];
}

function dkimLines(selector: string, key: string): readonly string[] {
  return [
    `${selector}._domainkey IN TXT ( "v=DKIM1; k=rsa; "`,
    `\t"p=${key.slice(0, 200)}"`,
    `\t"${key.slice(200)}" ; RSA 2048`,
    "\t)",
  ];
}

/** SubjectPublicKeyInfo up to the modulus of a 2048-bit RSA key (RFC 3279 section 2.3.1), and its exponent 65537. */
const SPKI_HEAD = Buffer.from("30820122300d06092a864886f70d01010105000382010f003082010a0282010100", "hex");
const SPKI_TAIL = Buffer.from("0203010001", "hex");

/**
 * A public key in the form of a real one: right DER, a modulus of exactly 2048 bits, odd. No two names share one. That the
 * modulus is no product of two primes only somebody who factors it can tell.
 */
function publicKey(random: Random): string {
  const modulus = Buffer.alloc(256);
  for (let i = 0; i < modulus.length; i += 4) modulus.writeUInt32LE(random(2 ** 32), i);
  modulus.writeUInt8(modulus.readUInt8(0) | 0x80, 0);
  modulus.writeUInt8(modulus.readUInt8(255) | 0x01, 255);
  return Buffer.concat([SPKI_HEAD, modulus, SPKI_TAIL]).toString("base64");
}

const TTLS = ["IN", "IN", "IN", "3600 IN", "IN 300", "1h IN", "86400 IN"] as const;
const POLICIES = ["reject", "reject", "quarantine"] as const;
const SERVICES = ["_sip._tcp", "_imaps._tcp", "_submission._tcp", "_xmpp-client._tcp"] as const;

const SPF: readonly ((domain: string) => string)[] = [
  (domain) => `v=spf1 mx include:_spf.${domain} -all`,
  (domain) => `v=spf1 a mx include:_spf.${domain} ~all`,
  (domain) => `v=spf1 ip4:185.199.4.0/24 include:_spf.${domain} -all`,
  (domain) => `v=spf1 ip4:185.199.5.17 ip6:2a06:98c0:3601::/64 include:_spf.${domain} ~all`,
];

const ALIASES: readonly ((web: string, origin: string) => string)[] = [
  () => "@",
  (web) => web,
  (_, origin) => `platform.${origin}`,
];

const HOSTS =
  `web app api cdn img db cache git ci wiki blog shop news docs help login sso vpn ldap proxy relay queue search stats
   grafana metrics log backup store files media video chat forum crm erp hr bi dev test stage beta demo old new edge node
   worker master replica build deploy vault auth portal intranet extranet mobile static assets gw fw router`.split(
    /\s+/,
  );

/** Names of one customer's hosts, all different. */
function hostNames(random: Random): () => string {
  const start = random(HOSTS.length);
  let i = 0;
  return () => `${HOSTS[(start + i++) % HOSTS.length]}${random(30)}`;
}

function customerName(customer: number): string {
  return `c${customer.toString().padStart(5, "0")}`;
}

/** Out of 198.18.0.0/15 (RFC 2544), which is set aside for benchmarks. */
function ipv4(random: Random): string {
  return `198.${18 + random(2)}.${random(256)}.${random(256)}`;
}

/** Out of 2001:db8::/32 (RFC 3849). */
function ipv6(random: Random): string {
  return `2001:db8:${random(65536).toString(16)}::${(1 + random(65535)).toString(16)}`;
}

function token(random: Random, length: number): string {
  return Array.from({ length }, () => random(36).toString(36)).join("");
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const item = list[random(list.length)];
  if (item === undefined) throw new RangeError("pick from an empty list");
  return item;
}

/** mulberry32: 32 bits of state, the same sequence everywhere. */
function randomNumbers(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const records = Number(process.argv[2] ?? "1000000");
  if (!Number.isInteger(records) || records < BLOCK) {
    process.stderr.write("usage: node bench/generate.ts RECORDS [ORIGIN] > FILE   (at least 20 records)\n");
    process.exitCode = 2;
  } else {
    for (const chunk of generateZone(records, process.argv[3])) writeAll(chunk);
  }
}

/** A pipe takes less than a chunk when its reader is slow. */
function writeAll(chunk: string): void {
  let rest = Buffer.from(chunk);
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
}
