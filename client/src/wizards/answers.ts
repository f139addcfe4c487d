// What a person may type into the boxes of the wizards: each gives what is wrong, or undefined.

/** What is wrong with a text. */
export type Problem = (text: string) => string | undefined;

/** The words of a line, parted by blanks or commas. */
export function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

/** An address of a server, IPv4 or IPv6; the server of the language reads it to the letter. */
export const needsAddress: Problem = (text) =>
  isAddress(text.trim()) ? undefined : "An IPv4 or IPv6 address, such as 198.51.100.7";

/** Any number of addresses or networks, none too. */
export const needsNetworks: Problem = (text) => {
  const wrong = words(text).find((word) => !isNetwork(word));
  return wrong === undefined ? undefined : `${wrong} is no IPv4 or IPv6 address or network`;
};

/** Any number of mail addresses, none too. */
export const needsMailboxes: Problem = (text) => {
  const wrong = words(text).find((word) => !MAILBOX.test(word));
  return wrong === undefined ? undefined : `${wrong} is no mail address`;
};

export const needsMailbox: Problem = (text) =>
  MAILBOX.test(text.trim()) ? undefined : "A mail address, such as hostmaster@example.com";

/** A mail address or a domain. */
export const needsSender: Problem = (text) =>
  /^(?:[^\s@]+@)?[^\s@.]+(?:\.[^\s@.]+)*\.?$/.test(text.trim())
    ? undefined
    : "A mail address or a domain, such as news@example.com";

export const needsName: Problem = (text) =>
  /^[^\s."@]+(?:\.[^\s."@]+)+\.?$/.test(text.trim()) ? undefined : "A domain name, such as example.com";

export const needsNameServers: Problem = (text) => {
  const all = words(text);
  if (all.length === 0) return "One name server at least";
  const wrong = all.find((word) => !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/i.test(word));
  return wrong === undefined ? undefined : `${wrong} is no host name`;
};

/** Labels of letters, digits and hyphens (RFC 6376 section 3.1). */
export const needsSelector: Problem = (text) =>
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(text)
    ? undefined
    : "Letters, digits and hyphens";

const MAILBOX = /^(?:mailto:)?[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/i;

function isAddress(text: string): boolean {
  if (/^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(text))
    return text.split(".").every((part) => Number(part) < 256);
  return /^[0-9a-f:]*:[0-9a-f:]*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})?$/i.test(text) && text.length > 1;
}

function isNetwork(text: string): boolean {
  const [, address = "", length] = /^([^/]*)(?:\/([0-9]{1,3}))?$/.exec(text) ?? [];
  return isAddress(address) && Number(length ?? 0) <= (address.includes(":") ? 128 : 32);
}
