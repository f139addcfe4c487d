import { familyOfOwner, familyOfText, isStranger } from "../../mail/classify.ts";
import type { TagRecord } from "../../mail/tags.ts";
import type { DomainRule, NameRule, NameView, Parsed, RuleDocs } from "../rule.ts";
import { shown } from "./edits.ts";

/** What the rules about one family's owners differ in. */
export interface OwnerFamily {
  readonly family: "tlsrpt" | "mtasts" | "bimi";
  /** "TLS-RPT" */
  readonly title: string;
  readonly isRight: RegExp;
  /** The owner the record belongs at. */
  readonly rightOwner: (owner: string) => string;
  /** What a record must begin with to count. */
  readonly counts: RegExp;
  readonly effect: string;
  readonly wrong: RuleDocs;
  readonly multiple: RuleDocs;
  readonly unrelated: RuleDocs;
  /** Who looks for the record. */
  readonly readers: "senders" | "receivers";
}

/** A record of the family at a name that nobody asks for it. */
export function wrongOwnerRule({
  family,
  title,
  isRight,
  rightOwner,
  effect,
  wrong,
}: OwnerFamily): DomainRule {
  return {
    id: `${family}-wrong-owner`,
    severity: "error",
    scope: "domain",
    on: [family],
    docs: wrong,
    check({ name, own, isMentioned }, report) {
      // At another family's owner a rule across families speaks of it; who follows an alias finds what stands at its target.
      if (isRight.test(name) || isAnothers(name, family) || isMentioned("cname", name)) return;
      for (const { record, node } of saying(own, family)) {
        if (familyOfText(node.source.text) !== family) continue;
        const owner = rightOwner(name);
        report({ record, part: "owner" }, `${title} is looked for at \`${shown(owner)}\` only: ${effect}`, {
          title: `Move it to \`${shown(owner)}\``,
          safe: false,
          edits: [{ kind: "rename", record, owner }],
        });
      }
    },
  };
}

/** More than one record of the family at one name. */
export function multipleRecordsRule(it: OwnerFamily): NameRule {
  return {
    id: `${it.family}-multiple-records`,
    severity: "error",
    scope: "name",
    on: [it.family],
    docs: it.multiple,
    check(name, report) {
      if (!it.isRight.test(name.owner)) return;
      const found = saying(name, it.family).filter(({ node }) => it.counts.test(node.source.text));
      // Records of one text and one split are one record (RFC 2181 section 5).
      const texts = new Set(found.map(({ node }) => `${node.source.breaks.join()} ${node.source.text}`));
      const [first, second] = found;
      if (first === undefined || second === undefined || texts.size < 2) return;
      report(
        { record: second.record, part: "rdata" },
        `${found.length} ${it.title} records at one name: ${it.effect}`,
        { place: { record: first.record, part: "rdata" }, message: "The first one stands here" },
        { title: "Delete this one", safe: false, edits: [{ kind: "remove", record: second.record }] },
        { title: "Delete the first one", safe: false, edits: [{ kind: "remove", record: first.record }] },
      );
    },
  };
}

/** A TXT record at the family's own name that is no record of it. */
export function unrelatedTxtRule({ family, title, isRight, readers, unrelated }: OwnerFamily): NameRule {
  return {
    id: `${family}-unrelated-txt`,
    severity: "info",
    scope: "name",
    on: [family],
    docs: unrelated,
    check(name, report) {
      if (!isRight.test(name.owner)) return;
      for (const { record, node } of saying(name, family)) {
        if (!isStranger(family, node.source)) continue;
        report({ record, part: "rdata" }, `This is no ${title} record: ${readers} discard it`, {
          title: "Delete it",
          // What was meant by it stands nowhere else.
          safe: false,
          edits: [{ kind: "remove", record }],
        });
      }
    },
  };
}

function saying(name: NameView, family: OwnerFamily["family"]): readonly Parsed<TagRecord>[] {
  return name[family];
}

function isAnothers(owner: string, family: string): boolean {
  const found = familyOfOwner(owner);
  return found !== undefined && found !== family;
}
