import { CompletionItemKind } from "vscode-languageserver";
import { SENDERS } from "../../mail/senders/table.ts";
import type { Proposal } from "./item.ts";

type Term = readonly [label: string, about: string, clause: string];

/** The terms of RFC 7208 sections 5 and 6. */
const TERMS: readonly Term[] = [
  ["include:", "Everyone whom another domain's record authorizes (one lookup)", "RFC 7208 5.2"],
  ["ip4:", "An IPv4 address or network", "RFC 7208 5.6"],
  ["ip6:", "An IPv6 address or network", "RFC 7208 5.6"],
  ["mx", "The hosts that receive the domain's mail (one lookup)", "RFC 7208 5.4"],
  ["a", "The domain's own addresses (one lookup)", "RFC 7208 5.3"],
  ["a:", "The addresses of another name (one lookup)", "RFC 7208 5.3"],
  ["mx:", "The mail hosts of another domain (one lookup)", "RFC 7208 5.4"],
  ["exists:", "Whoever a name built from the message exists for (one lookup)", "RFC 7208 5.7"],
  ["redirect=", "Another domain's record decides, where nothing matched (one lookup)", "RFC 7208 6.1"],
  ["exp=", "Where the words stand that a rejected sender is told", "RFC 7208 6.2"],
  ["-all", "Everyone else fails: receivers may reject", "RFC 7208 5.1"],
  ["~all", "Everyone else soft-fails: usually delivered and marked", "RFC 7208 5.1"],
  ["?all", "Nothing is said about everyone else", "RFC 7208 5.1"],
];

/** Macros of RFC 7208 section 7.2. */
const MACROS: readonly (readonly [string, string])[] = [
  ["%{i}", "The sender's address, dotted"],
  ["%{ir}", "The sender's address, reversed"],
  ["%{s}", "The sender's mail address"],
  ["%{l}", "What stands before the `@`"],
  ["%{o}", "The domain of the sender's address"],
  ["%{d}", "The domain under check"],
  ["%{h}", "The name that the sender's server gave"],
  ["%{v}", "`in-addr` or `ip6`"],
];

/**
 * What may stand in an SPF record that does not stand in it yet.
 * @param text the decoded text up to the cursor
 * @param after the text behind the word at the cursor
 * @param domains names of the workspace with an SPF record, and names with addresses; without their final dots
 */
export function spfProposals(
  text: string,
  after: string,
  domains: { readonly policies: () => readonly string[]; readonly hosts: () => readonly string[] },
): { readonly typed: string; readonly proposals: readonly Proposal[] } {
  const word = /[^ ]*$/.exec(text)?.[0] ?? "";
  const macro = /%\{?[a-z]?$/i.exec(word)?.[0];
  if (macro !== undefined) return { typed: macro, proposals: MACROS.map(macroProposal) };
  const [, key = "", argument = ""] =
    /^[+\-~?]?(include:|redirect=|a:|mx:|exists:|exp=|ip[46]:)(.*)$/i.exec(word) ?? [];
  switch (key.toLowerCase()) {
    case "include:":
    case "redirect=":
      return { typed: argument, proposals: [...domains.policies().map(policyProposal), ...senders()] };
    case "a:":
    case "mx:":
    case "exists:":
      return { typed: argument, proposals: domains.hosts().map(hostProposal) };
    case "exp=":
    case "ip4:":
    case "ip6:":
      return { typed: argument, proposals: [] };
    default: {
      const before = text.slice(0, text.length - word.length);
      const fit = TERMS.filter(fitting(before, after));
      return { typed: word, proposals: qualified(fit, word).map(termProposal) };
    }
  }
}

// Who has typed a qualifier goes on with a mechanism; modifiers have none (RFC 7208 4.6.1).
function qualified(terms: readonly Term[], word: string): readonly Term[] {
  const qualifier = /^[+\-~?]/.exec(word)?.[0];
  if (qualifier === undefined) return terms;
  const mechanisms = terms.filter(([label]) => !/=$|all$/.test(label));
  // What such a qualifier is written for nearly always stands first.
  return [
    ...terms.filter(([label]) => label.endsWith("all")),
    ...mechanisms.map(([label, ...facts]): Term => [`${qualifier}${label}`, ...facts]),
  ];
}

// Behind `all` no mechanism is looked at, beside it no `redirect` (RFC 7208 5.1 and 6.1); a modifier stands once (6).
function fitting(before: string, after: string): (term: Term) => boolean {
  const written = new Set(`${before} ${after}`.toLowerCase().split(" "));
  const isEnd = (text: string) => /(?:^| )[+\-~?]?all(?= |$)/i.test(text);
  const has = (start: string) => [...written].some((word) => word.startsWith(start));
  return ([label]) => {
    if (label === "exp=") return !has(label);
    if (isEnd(before)) return false;
    if (label === "redirect=") return !has(label) && !isEnd(after);
    return label.endsWith("all") ? !isEnd(after) : !written.has(label);
  };
}

/** Known services that are named by `include:`. */
export function senders(): readonly Proposal[] {
  return SENDERS.filter(({ kind }) => kind === "spf").flatMap(({ matches, provider, what, confidence }) =>
    matches
      .filter((match) => !/[*?%]/.test(match))
      .map((label) => ({
        label,
        kind: CompletionItemKind.Module,
        detail: confidence === "third-party" ? `probably ${provider}` : provider,
        about: `${provider}: ${what}`,
        rank: 6,
      })),
  );
}

function termProposal([label, about, clause]: Term, index: number): Proposal {
  const asks = /[:=]$/.test(label);
  const rank = Math.min(9, 1 + Math.floor(index / 4));
  const common = {
    label,
    kind: CompletionItemKind.Property,
    detail: about,
    about: `${about}. ${clause}`,
    rank,
  };
  return asks ? { ...common, goesOn: true } : common;
}

function macroProposal([label, about]: (typeof MACROS)[number]): Proposal {
  return { label, kind: CompletionItemKind.Variable, detail: about, about: `${about}. RFC 7208 7.2` };
}

function policyProposal(label: string): Proposal {
  return {
    label,
    kind: CompletionItemKind.Reference,
    detail: "in this workspace",
    rank: 2,
  };
}

function hostProposal(label: string): Proposal {
  return { label, kind: CompletionItemKind.Reference, detail: "in this workspace", rank: 2 };
}
