const HEAD =
  "@ 3600 SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600\n@ 3600 NS ns.example.net.\n@ 3600 NS ns.example.org.\n";

const KEY = "s1._domainkey 3600 CNAME s1.dkim.example.net.\n";

/** A DMARC policy, with the host that takes its reports. */
const POLICY =
  '_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@reports.example.com"\nreports 3600 A 192.0.2.30\n';

/** The head of an example zone that the workspace holds as a whole, with a DKIM key and a DMARC policy. */
export const WHOLE_ZONE = `${HEAD}${KEY}${POLICY}`;

/** The same without a DMARC policy. */
export const UNGUARDED_ZONE = `${HEAD}${KEY}`;

/** The same with a DMARC policy, but without a DKIM key. */
export const UNSIGNED_ZONE = `${HEAD}${POLICY}`;

/** Nothing but the zone itself. */
export const BARE_ZONE = HEAD;
