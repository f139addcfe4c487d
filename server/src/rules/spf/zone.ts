const HEAD =
  "@ 3600 SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600\n@ 3600 NS ns.example.net.\n@ 3600 NS ns.example.org.\n";

/** The head of an example zone that the workspace holds as a whole, with a DMARC policy. */
export const WHOLE_ZONE = `${HEAD}_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"\n`;

/** The same without a DMARC policy. */
export const UNGUARDED_ZONE = HEAD;
