import { rsaKey } from "../dkim/exampleKeys.ts";
import type { RuleDocs, Severity, SyntaxRule } from "../rule.ts";

const ZONE = `resource "aws_route53_zone" "main" {
  name = "example.com"
}
`;

/** A TXT resource of Route 53 for a name of example.com. */
function route53(name: string, records: string): string {
  return `${ZONE}
resource "aws_route53_record" "txt" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "${name}"
  type    = "TXT"
  ttl     = 3600
  records = ${records}
}`;
}

const MX = `resource "cloudflare_dns_record" "mx" {
  zone_id = "0123456789abcdef0123456789abcdef"
  name    = "@"
  type    = "MX"
  ttl     = 3600
  content = "mail.example.com"
}`;

/** A TXT resource of Google Cloud DNS. */
function google(rrdatas: string): string {
  return `resource "google_dns_record_set" "spf" {
  managed_zone = "main"
  name         = "example.com."
  type         = "TXT"
  ttl          = 3600
  rrdatas      = ${rrdatas}
}`;
}

/** A CNAME of Cloudflare for a DKIM key. */
function cloudflare(proxied: boolean): string {
  return `resource "cloudflare_dns_record" "dkim" {
  zone_id = var.zone_id
  name    = "s1._domainkey"
  type    = "CNAME"
  ttl     = 1
  content = "s1.dkim.example.net"
  proxied = ${proxied}
}`;
}

const GOOD = route53("", '["v=spf1 mx -all"]');
const KEY = `v=DKIM1; k=rsa; p=${rsaKey(2048)}`;
const SPLIT_KEY = `${KEY.slice(0, 255)}\\"\\"${KEY.slice(255)}`;

const SECOND = `

resource "aws_route53_record" "verification" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "example.com"
  type    = "TXT"
  ttl     = 3600
  records = ["google-site-verification=abcdefgh"]
}`;

interface Row extends Omit<RuleDocs, "language" | "good" | "refs"> {
  readonly id: string;
  readonly severity?: Severity;
  readonly good?: string;
  readonly refs?: readonly string[];
  readonly off?: true;
}

const HCL = "Terraform language, Strings and Templates";

// What the Terraform reader reports itself: about quoting, splitting and syntax, not about what the texts say.
const ROWS: readonly Row[] = [
  {
    id: "tf-txt-outer-quotes",
    summary: "A TXT value is written in quotes, and the provider adds its own.",
    why: "The quotes that you write become part of the value. Receivers know a record by how its text begins, and this one begins with a quote: to them it is not there.",
    bad: route53("", '["\\"v=spf1 mx -all\\""]'),
  },
  {
    id: "tf-txt-missing-inner-quotes",
    summary: "A TXT value has no quotes inside its string, and the provider needs them.",
    why: "The value is read as zone file text: its words become strings of their own, and receivers join strings with nothing between them. Some providers refuse the change instead, with others every plan shows one; the message says which.",
    bad: google('["v=spf1 mx -all"]'),
    good: google('["\\"v=spf1 mx -all\\""]'),
    refs: ["RFC 7208 3.3", "RFC 1035 5.1"],
  },
  {
    id: "tf-txt-over-255-unsplit",
    summary: "A string of a TXT value has over 255 characters, and the provider does not split it.",
    why: "A string in DNS holds 255 octets. The provider takes the value as it is: the change is refused, or, where the service splits it, every plan shows a change.",
    bad: route53("s1._domainkey", `["${KEY}"]`),
    good: route53("s1._domainkey", `["${SPLIT_KEY}"]`),
    refs: ["RFC 1035 3.3", "RFC 6376 3.6.2.2"],
  },
  {
    id: "tf-heredoc-newline",
    summary: "A heredoc leaves a line break in a TXT value.",
    why: "A heredoc ends with a line break, which becomes part of the value. `chomp(...)`, `trimspace(...)` or a plain string have none.",
    bad: route53("", "[<<EOT\nv=spf1 mx -all\nEOT\n  ]"),
    refs: ["RFC 7208 12", HCL],
  },
  {
    id: "tf-unresolved-interpolation",
    severity: "hint",
    off: true,
    summary: "A part of a value is only known when Terraform runs.",
    why: "The parts that are known are checked; what is missing is never reported, as it may stand in the part that is not known.",
    bad: route53("", '["v=spf1 include:${var.provider_domain} -all"]'),
    refs: [HCL],
  },
  {
    id: "tf-invalid-escape",
    summary: "A string holds `\\;`, as zone files have it.",
    why: "A `;` needs no backslash in Terraform, which refuses the file.",
    bad: route53("_dmarc", '["v=DMARC1\\; p=reject; rua=mailto:dmarc@example.com"]'),
    good: route53("_dmarc", '["v=DMARC1; p=reject; rua=mailto:dmarc@example.com"]'),
    refs: [HCL],
  },
  {
    id: "tf-template-directive",
    summary: "An SPF macro `%{...}` is read as a template directive.",
    why: "`%{` begins a directive of Terraform's templates, so that it refuses the file. `%%{` is the text `%{`.",
    bad: route53("", '["v=spf1 exists:%{i}._spf.example.com -all"]'),
    good: route53("", '["v=spf1 exists:%%{i}._spf.example.com -all"]'),
    refs: ["RFC 7208 7", HCL],
  },
  {
    id: "tf-value-split-over-elements",
    summary: "One value is spread over several elements of a list.",
    why: "Each element is a record of its own. Receivers see the first part as the whole record, and nobody reads the second one.",
    bad: route53("s1._domainkey", `["${KEY.slice(0, 200)}", "${KEY.slice(200)}"]`),
    good: route53("s1._domainkey", `["${SPLIT_KEY}"]`),
    refs: ["RFC 6376 3.6.2.2", "RFC 7208 3.3"],
  },
  {
    id: "tf-txt-competing-resources",
    summary: "Two resources describe the TXT records of one name.",
    why: "With this provider one resource owns all TXT records of a name. The second one fails, or takes the place of the first, so that its records vanish: often SPF, when a site verification is added.",
    bad: `${GOOD}${SECOND}`,
    good: route53("", '["v=spf1 mx -all", "google-site-verification=abcdefgh"]'),
    refs: ["RFC 2181 5"],
  },
  {
    id: "tf-owner-at",
    severity: "warning",
    summary: "A record's name is `@`, which does not stand for the zone with this provider.",
    why: "Route 53 takes the character as it is: the record is published at `@.example.com`, where nobody asks, and the domain itself has none.",
    bad: route53("@", '["v=spf1 mx -all"]'),
    good: route53("", '["v=spf1 mx -all"]'),
    refs: ["RFC 1035 5.1"],
  },
  {
    id: "tf-final-dot-missing",
    summary: "A name lacks the final dot without which its provider refuses it.",
    why: "Google Cloud DNS, PowerDNS and the provider for dynamic updates put no zone behind a name and no dot either: the plan or the change fails.",
    bad: google('["\\"v=spf1 mx -all\\""]').replace('"example.com."', '"example.com"'),
    good: google('["\\"v=spf1 mx -all\\""]'),
    refs: ["RFC 1035 5.1", "Google Cloud DNS, ResourceRecordSets", "PowerDNS HTTP API, Zones"],
  },
  {
    id: "tf-mx-preference-missing",
    severity: "warning",
    summary: "An MX record does not give its preference where its provider takes it, apart from the host.",
    why: "The provider refuses the record, or chooses a number: then this host may be tried before those that should come first.",
    bad: MX,
    good: MX.replace("content = ", "priority = 10\n  content = "),
    refs: ["RFC 1035 3.3.9"],
  },
  {
    id: "dkim-cname-proxied",
    summary: "The CNAME of a DKIM key is proxied by Cloudflare.",
    why: "A proxied name answers with addresses of Cloudflare's instead of the CNAME. Receivers find no key, and signatures fail.",
    bad: cloudflare(true),
    good: cloudflare(false),
    refs: ["RFC 6376 3.6.2"],
  },
];

/** The rules about how Terraform writes records. */
export const TERRAFORM_RULES: readonly SyntaxRule[] = ROWS.map(
  ({ id, severity = "error", off, good = GOOD, refs = [HCL], ...docs }) => ({
    id,
    severity,
    scope: "syntax",
    ...(off === undefined ? {} : { off }),
    docs: { ...docs, good, refs, language: "terraform" },
  }),
);
