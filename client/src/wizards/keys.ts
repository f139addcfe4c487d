// DKIM keys: made here with WebCrypto, or pasted. The private half goes to the file that the person names and nowhere else.
import { env, Uri, window, workspace } from "vscode";
import type { Ask, Outcome } from "../ask.ts";
import { needsSelector } from "./answers.ts";
import { confirmAndApply, type Given, pickDomain, pickOne, textIn, typeIn } from "./pick.ts";

/** A new key: made or pasted, published at a selector. */
export async function addDkim(ask: Ask, given: Given): Promise<boolean> {
  const title = "Add DKIM Key";
  const facts = await pickDomain(ask, title, given);
  if (facts === undefined) return false;
  const { domain, uri } = facts;
  const selector = await pickSelector(ask, title, given);
  if (selector === undefined) return false;
  const key = await publicKey(ask, title, given, `${selector}.${domain}`);
  if (key === undefined) return false;
  const answers = { wizard: "dkim", uri, domain, selector, key };
  return confirmAndApply(title, await ask<Outcome>("wizard", answers), given);
}

/** A new key beside the old one, which stays or is withdrawn. */
export async function rotateDkim(ask: Ask, given: Given): Promise<boolean> {
  const title = "Rotate DKIM Selector";
  const facts = await pickDomain(ask, title, given);
  if (facts === undefined) return false;
  const { domain, uri, selectors } = facts;
  if (selectors.length === 0) {
    void window.showInformationMessage(
      `${domain} has no DKIM key here yet. “DNS Lens: Add DKIM Key” writes one.`,
    );
    return false;
  }
  const oldSelector =
    textIn(given, "oldSelector") ??
    (await pickOne(
      `${title}: which one is to be replaced?`,
      selectors.map((value) => ({ label: value, value })),
    ));
  if (oldSelector === undefined) return false;
  const selector = await pickSelector(ask, title, given);
  if (selector === undefined) return false;
  const revoke =
    typeof given.revoke === "boolean"
      ? given.revoke
      : await pickOne(`${title}: what becomes of ${oldSelector}?`, [
          {
            label: "Keep it for now",
            detail: "mail on its way can still be verified; withdraw it after a week",
            value: false,
          },
          {
            label: "Withdraw it at once",
            detail: "an empty p=: signatures with it fail from now on",
            value: true,
          },
        ]);
  if (revoke === undefined) return false;
  const key = await publicKey(ask, title, given, `${selector}.${domain}`);
  if (key === undefined) return false;
  const answers = { wizard: "rotateDkim", uri, domain, oldSelector, selector, key, revoke };
  return confirmAndApply(title, await ask<Outcome>("wizard", answers), given);
}

async function pickSelector(ask: Ask, title: string, given: Given): Promise<string | undefined> {
  const known = textIn(given, "selector");
  if (known !== undefined) return known;
  const value = (await ask<string>("freshSelector")) ?? "s1";
  return typeIn(`${title}: the key's selector`, {
    prompt: "Signers name it as s=; a date says later how old the key is",
    value,
    problem: needsSelector,
  });
}

async function publicKey(ask: Ask, title: string, given: Given, name: string): Promise<string | undefined> {
  const known = textIn(given, "key");
  if (known !== undefined) return known;
  const source = await pickOne(`${title}: where does the key come from?`, [
    { label: "$(key) Make an RSA key of 2048 bits", detail: "every receiver can use it", value: "rsa" },
    {
      label: "$(key) Make an Ed25519 key",
      detail: "short; receivers that know RSA only cannot use it, so publish an RSA key too",
      value: "ed25519",
    },
    {
      label: "$(clippy) Paste a public key",
      detail: "PEM, base64, ssh-rsa, a DKIM record, or the .txt file of opendkim-genkey",
      value: "paste",
    },
  ]);
  if (source === "paste") return pasteKey(ask, title);
  if (source === "rsa" || source === "ed25519") return makeKey(source, name);
  return undefined;
}

async function pasteKey(ask: Ask, title: string): Promise<string | undefined> {
  const clipboard = await env.clipboard.readText();
  const isKey = /PUBLIC KEY|p=[A-Za-z0-9+/]{40}|^[A-Za-z0-9+/=\s]{40,}$|^ssh-/.test(clipboard.trim());
  // A box of one line drops line breaks, which these forms can do without.
  const pasted = await typeIn(`${title}: paste the public key`, {
    prompt: "PEM, base64, ssh-rsa, a DKIM record, or the .txt file of opendkim-genkey",
    value: isKey && !/PRIVATE KEY/.test(clipboard) ? clipboard.replace(/\s+/g, " ") : "",
  });
  if (pasted === undefined) return undefined;
  return (await ask<unknown>("readKey", { pasted })) === undefined ? undefined : pasted;
}

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};

/** Makes a key pair, writes its private half where the person says, and gives its public half as PEM. */
async function makeKey(kind: "rsa" | "ed25519", name: string): Promise<string | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: "Where shall the private key be kept?",
    saveLabel: "Save private key",
    filters: { "Private key": ["pem", "private", "key"] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, "..", `${name}.pem`) }),
  });
  if (target === undefined) return undefined;
  const { subtle } = globalThis.crypto;
  const made = await subtle.generateKey(kind === "rsa" ? RSA : { name: "Ed25519" }, true, ["sign", "verify"]);
  if (!("privateKey" in made)) return undefined;
  const secret = pem("PRIVATE KEY", await subtle.exportKey("pkcs8", made.privateKey));
  await workspace.fs.writeFile(target, new TextEncoder().encode(secret));
  if (workspace.getWorkspaceFolder(target) !== undefined)
    void window.showWarningMessage(
      "The private key lies in this workspace: take care that it is never committed.",
    );
  return pem("PUBLIC KEY", await subtle.exportKey("spki", made.publicKey));
}

function pem(label: string, octets: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(octets)));
  return `-----BEGIN ${label}-----\n${base64.replace(/(.{64})(?=.)/g, "$1\n")}\n-----END ${label}-----\n`;
}
