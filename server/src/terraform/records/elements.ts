/** A text of a mail record as it begins. */
const HEAD = /^\s*(?:v=(?:spf1|DMARC1|DKIM1)|k=[^;]*;)/i;

// What each kind of record goes on with, where its text was cut in two.
const REST: readonly (readonly [
  head: RegExp,
  rest: RegExp,
  isOpen: (text: string, rest: string) => boolean,
])[] = [
  [
    /^\s*(?:v=DKIM1|k=[^;]*;)/i,
    /^(?:(?:[hnst]\s*=[^;]*;\s*)*p\s*=\s*)?[A-Za-z0-9+/]{16,}={0,2}$/,
    (text, rest) =>
      /(?:^|;)\s*p\s*=/.test(text)
        ? /(?:^|;)\s*p=\s*[A-Za-z0-9+/]*$/.test(text) && !/p\s*=\s*[A-Za-z0-9+/]{16}/.test(rest)
        : true,
  ],
  [
    /^\s*v=spf1/i,
    /^\s*(?:[+?~-]?(?:include:|ip4:|ip6:|a\b|mx\b|ptr\b|exists:|all\b)|redirect=|exp=)/i,
    (text) => !/(?:[+?~-]all|redirect=\S+)\s*$/i.test(text),
  ],
  [
    /^\s*v=DMARC1/i,
    /^\s*;?\s*(?:p|sp|np|rua|ruf|adkim|aspf|fo|pct|ri|rf|t|psd)\s*=/i,
    (text) => text.length > 0,
  ],
];

/**
 * For each element of a list the index of the element whose text it goes on with, or -1: list elements are records of their
 * own, so that a text cut over several of them is lost.
 */
export function continuations(texts: readonly string[]): readonly number[] {
  const heads: number[] = [];
  let head = -1;
  let whole = "";
  for (const [index, text] of texts.entries()) {
    const kind = REST.find(([pattern]) => head >= 0 && pattern.test(whole));
    const goesOn =
      kind !== undefined && !HEAD.test(text) && kind[1].test(text.trim()) && kind[2](whole, text.trim());
    if (goesOn) {
      heads.push(head);
      whole += text;
    } else {
      heads.push(-1);
      head = HEAD.test(text) ? index : -1;
      whole = text;
    }
  }
  return heads;
}
