/**
 * How names are hashed for NSEC3, as algorithm, iterations and salt (`1 0 -`), in one spelling; without the flags, which may
 * differ along a chain (RFC 5155 section 3.1.2).
 */
export function hashing(algorithm: string, iterations: string, salt: string): string {
  return `${Number(algorithm)} ${Number(iterations)} ${salt.toUpperCase()}`;
}
