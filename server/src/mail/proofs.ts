/** How texts prove to a service who runs a domain: what they begin with, in lower case. From the services' own instructions. */
const BEGINNINGS: readonly (readonly [start: string, service: string])[] = [
  ["1password-site-verification=", "1Password"],
  ["adobe-idp-site-verification=", "Adobe"],
  ["adobe-sign-verification=", "Adobe Sign"],
  ["anthropic-domain-verification-", "Anthropic"],
  ["apple-domain-verification=", "Apple"],
  ["apple-domain=", "Apple iCloud Mail"],
  ["asv=", "Azure"],
  ["atlassian-domain-verification=", "Atlassian"],
  ["brevo-code:", "Brevo"],
  ["bw=", "Bitwarden"],
  ["canva-site-verification=", "Canva"],
  ["cisco-ci-domain-verification=", "Cisco"],
  ["detectify-verification=", "Detectify"],
  ["docker-verification=", "Docker"],
  ["docusign=", "Docusign"],
  ["dropbox-domain-verification=", "Dropbox"],
  ["dynatrace-site-verification=", "Dynatrace"],
  ["facebook-domain-verification=", "Meta"],
  ["figma-domain-verification=", "Figma"],
  ["globalsign-domain-verification=", "GlobalSign"],
  ["_globalsign-domain-verification=", "GlobalSign"],
  ["google-gws-recovery-domain-verification=", "Google Workspace"],
  ["google-site-verification=", "Google"],
  ["google-site-verification:", "Google"],
  ["have-i-been-pwned-verification=", "Have I Been Pwned"],
  ["hubspot-developer-verification=", "HubSpot"],
  ["intacct-esk=", "Sage Intacct"],
  ["keybase-site-verification=", "Keybase"],
  ["knowbe4-site-verification=", "KnowBe4"],
  ["linear-domain-verification=", "Linear"],
  ["logmein-verification-code=", "GoTo"],
  ["mailru-verification:", "Mail.ru"],
  ["miro-verification=", "Miro"],
  ["mongodb-site-verification=", "MongoDB"],
  ["ms=ms", "Microsoft 365"],
  ["notion-domain-verification=", "Notion"],
  ["onetrust-domain-verification=", "OneTrust"],
  ["openai-domain-verification=", "OpenAI"],
  ["pinterest-site-verification=", "Pinterest"],
  ["postman-domain-verification=", "Postman"],
  ["protonmail-verification=", "Proton Mail"],
  ["sendinblue-code:", "Brevo"],
  ["shopify-verification-code=", "Shopify"],
  ["slack-domain-verification=", "Slack"],
  ["status-page-domain-verification=", "Statuspage"],
  ["stripe-verification=", "Stripe"],
  ["teamviewer-sso-verification=", "TeamViewer"],
  ["webexdomainverification.", "Webex"],
  ["yandex-verification:", "Yandex"],
  ["zapier-domain-verification-challenge=", "Zapier"],
  ["zoho-verification=", "Zoho"],
  ["zoom-domain-verification=", "Zoom"],
  ["zoom_verify_", "Zoom"],
];

/** The same by the first label of the owner; one that ends in `-` goes on with a name. */
const OWNERS: readonly (readonly [start: string, service: string])[] = [
  ["_amazonses", "Amazon SES"],
  ["_cf-custom-hostname", "Cloudflare"],
  ["_discord", "Discord"],
  ["_dnsauth", "Azure Front Door"],
  ["_github-challenge-", "GitHub"],
  ["_github-pages-challenge-", "GitHub Pages"],
  ["_gh-", "GitHub"],
  ["_gitlab-pages-verification-code", "GitLab Pages"],
  ["_vercel", "Vercel"],
  ["asuid", "Azure App Service"],
  ["netlify-challenge", "Netlify"],
];

/** A text by which somebody shows that they run a domain. */
export interface Proof {
  /** The domain that it is about, absolute. */
  readonly domain: string;
  /** To whom; undefined for a service that is not known by name. */
  readonly service: string | undefined;
  /** Needed only while a certificate is issued: RFC 8555 section 8.4. */
  readonly forCertificate: boolean;
}

/**
 * What a TXT record proves to whom; undefined where it is no such proof.
 *
 * @param owner absolute
 * @param text the joined strings
 */
export function proofIn(owner: string, text: string): Proof | undefined {
  const dot = owner.indexOf(".");
  const label = owner.slice(0, dot);
  const above = owner.slice(dot + 1);
  if (label === "_acme-challenge" && TOKEN.test(text))
    return { domain: above, service: undefined, forCertificate: true };
  const byOwner = OWNERS.find(([start]) => (start.endsWith("-") ? label.startsWith(start) : label === start));
  if (byOwner !== undefined) return { domain: above, service: byOwner[1], forCertificate: false };
  const lower = text.slice(0, LONGEST).toLowerCase();
  const byText = BEGINNINGS.find(([start]) => lower.startsWith(start) && text.length > start.length);
  if (byText === undefined && !SOME_SERVICE.test(lower)) return undefined;
  return { domain: owner, service: byText?.[1], forCertificate: false };
}

const LONGEST = 64;

/** The digest of a key authorization, in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const SOME_SERVICE = /^[a-z0-9._-]*verif(?:y|ication)(?:[-_]?(?:code|challenge|token|id|key))?[=:]\s*\S/;
