/** Where the characters that a person would count begin, and where the last one ends. */
export function clustersOf(text: string): readonly number[] {
  const borders: number[] = [];
  if (/^[\x20-\x7e]*$/.test(text)) for (let i = 0; i < text.length; i++) borders.push(i);
  else {
    for (const { segment, index } of new Intl.Segmenter().segment(text)) {
      borders.push(index);
      // Terraform goes by Unicode 15.0, which parts Indic consonants behind a virama.
      for (const conjunct of segment.matchAll(CONJUNCT)) borders.push(index + conjunct.index);
    }
  }
  borders.push(text.length);
  return borders;
}

const CONJUNCT = /(?<=[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d][\p{M}\u200d]*)\p{Lo}/gu;
