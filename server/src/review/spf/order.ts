import type { Authorization } from "../../mail/authorize.ts";
import { type Family, type IpSet, isEmpty, subtract } from "../../mail/networks/sets.ts";
import { networksOf } from "../../mail/networks/text.ts";
import type { Note } from "../change.ts";
import { listed, type Phrase, say } from "../phrase.ts";

const BOTH: readonly Family[] = [4, 6];
const MOST_SHOWN = 6;

/**
 * Says what another order of the same terms does where one of them cannot be seen through from here: the first match
 * decides (RFC 7208 section 4.6.2), so that what stands behind such a term depends on it.
 */
export function noteOrder(owner: string, base: Authorization, head: Authorization, note: Note): void {
  // Whatever a term decides that can only let pass, what stands behind it and passes does so all the same.
  if ([...base.opaque, ...head.opaque].every(({ term }) => !("qualifier" in term) || term.qualifier === "+"))
    return;
  const lost = BOTH.map((family) => subtract(sure(base, family), sure(head, family)));
  const gained = BOTH.map((family) => subtract(sure(head, family), sure(base, family)));
  const phrase =
    changed(lost, say` may send only where no term before decides otherwise`, head) ??
    changed(gained, say` may send now whatever other terms decide`, base) ??
    (orderOf(base) === orderOf(head)
      ? undefined
      : say`terms that cannot be seen through from here stand in another order: the first that matches decides`);
  if (phrase === undefined) return;
  const [before, after] = [base.record?.text?.text, head.record?.text?.text];
  const places = { base: base.record, head: head.record };
  note({
    ...places,
    kind: "record-changed",
    severity: "warning",
    owner,
    subject: "order",
    phrase,
    before,
    after,
  });
}

function sure({ families }: Authorization, family: Family): IpSet {
  return families[family].buckets.pass.certain;
}

function changed(sets: readonly IpSet[], what: Phrase, policy: Authorization): Phrase | undefined {
  const some = sets.filter((set) => !isEmpty(set));
  if (some.length === 0) return undefined;
  const networks = some.flatMap((set) => networksOf(set, MOST_SHOWN + 1).map(({ text }) => text));
  const opaque = [...new Set(policy.opaque.map(({ text }) => text))];
  return [...say`${listed(networks, MOST_SHOWN)}`, ...what, ...say` (${listed(opaque, MOST_SHOWN)})`];
}

/** The opaque terms in order; of terms with one qualifier alone the order is nothing. */
function orderOf({ opaque }: Authorization): string {
  const terms = opaque.map(({ term, text }) => ({
    qualifier: "qualifier" in term ? term.qualifier : "",
    text: text.toLowerCase(),
  }));
  const isMixed = new Set(terms.map(({ qualifier }) => qualifier)).size > 1;
  return isMixed ? terms.map(({ text }) => text).join(" ") : "";
}
