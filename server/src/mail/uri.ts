/** Whether a text is made of what a URI may hold: no blanks, nothing beyond ASCII, `%` before two digits (RFC 3986 section 2). */
export function isUriText(text: string): boolean {
  return /^(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i.test(text);
}

/** Whether a text is a `mailto:` with one address, local part and domain (RFC 6068 section 2). */
export function isMailto(text: string): boolean {
  const host = isUriText(text) ? /^mailto:[^@/?]+@(\[[^\]]+\]|[^?]+)(?:\?.*)?$/i.exec(text)?.[1] : undefined;
  return host !== undefined && isMailHost(host);
}

/**
 * Whether a text may stand behind the `@` of an address: a name whose labels neither begin nor end with a hyphen and that
 * does not end in a number, or an address in brackets (RFC 5321 sections 4.1.2 and 4.1.3, RFC 3696 section 2).
 */
export function isMailHost(text: string): boolean {
  if (/^\[[^\]]+\]$/.test(text)) return true;
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i.test(text) && !/(?:^|\.)-|-(?:\.|$)|(?:^|\.)[0-9]+$/.test(text);
}

/** Whether reports about encryption can be sent to an address: `mailto:`, or `https:` with a host (RFC 8460 section 3). */
export function isTlsReportTarget(text: string): boolean {
  return /^mailto:/i.test(text) ? isMailto(text) : /^https:\/\/[^/]/i.test(text) && isUriText(text);
}
