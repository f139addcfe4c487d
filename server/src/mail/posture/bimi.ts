import { logoObstacle, logoTrouble } from "../bimiPolicy.ts";
import { scanTags } from "../tags.ts";
import { type PostureItem, type PostureSubject, plain, recordLine, textsAt } from "./item.ts";

/** The logo beside a message (BIMI draft). */
export function bimiPosture({ domain, lookup, use }: PostureSubject): PostureItem {
  const owner = `default._bimi.${domain}`;
  const about = {
    topic: "bimi",
    title: "BIMI",
    needed: false,
    without:
      "Without BIMI mailbox providers show initials instead of the domain's logo; mail is delivered all the same.",
  } as const;
  const add =
    use === "mail"
      ? `With DMARC at \`p=quarantine\` or \`p=reject\`: ${recordLine(owner, "TXT", `"v=BIMI1; l=https://www.${plain(domain)}/logo.svg; a=https://www.${plain(domain)}/logo.pem"`)}.`
      : "Nothing to do: the domain sends no mail that could show a logo.";
  const texts = textsAt(owner, lookup);
  if (texts.kind === "unknown") {
    return { ...about, add, state: "unknown", says: "Whether there is a BIMI record is not known here." };
  }
  const seen = texts.found.filter(({ text }) => /^v[ \t]*=[ \t]*BIMI1[ \t]*(?:;|$)/.test(text));
  const [first] = seen;
  if (first === undefined) {
    const [other] = texts.found;
    return other === undefined
      ? { ...about, add, state: "missing", says: `${plain(domain)} names no logo.` }
      : {
          ...about,
          add,
          state: "broken",
          says: "The BIMI record cannot be read: no logo is shown.",
          record: other.record,
        };
  }
  const { record, source } = first;
  if (seen.length > 1)
    return {
      ...about,
      add: "Delete all but one.",
      state: "broken",
      says: "There is more than one BIMI record: no logo is shown.",
    };
  const list = scanTags(source);
  const trouble = logoTrouble(list);
  if (trouble !== undefined) return { ...about, add, state: "broken", says: trouble, record };
  const textOf = (tag: string) => list.tags.find(({ name }) => name === tag)?.value;
  if (textOf("l") === "")
    return { ...about, add, state: "present", says: "The domain declines to show a logo.", record };
  const obstacle = logoObstacle(domain, lookup);
  if (obstacle !== undefined) {
    const says = `No logo is shown: ${obstacle}.`;
    return { ...about, add: "Raise the DMARC policy first.", state: "broken", says, record };
  }
  return textOf("a")
    ? { ...about, add, state: "present", says: "A logo with a certificate is named.", record }
    : {
        ...about,
        add: "Get a mark certificate, and name it in `a=`.",
        state: "weak",
        says: "The logo has no certificate (`a=`): most providers show none.",
        record,
      };
}
