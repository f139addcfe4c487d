/** DNSSEC algorithms as a person knows them (IANA "DNS Security Algorithm Numbers"). */
export const ALGORITHM_NAMES: Readonly<Record<string, string>> = {
  0: "delete",
  1: "RSA/MD5, broken",
  2: "Diffie-Hellman",
  3: "DSA/SHA-1, no longer used",
  5: "RSA/SHA-1, deprecated",
  6: "DSA-NSEC3-SHA1, no longer used",
  7: "RSASHA1-NSEC3-SHA1, deprecated",
  8: "RSA/SHA-256",
  10: "RSA/SHA-512",
  12: "GOST R 34.10-2001, no longer used",
  13: "ECDSA P-256 with SHA-256",
  14: "ECDSA P-384 with SHA-384",
  15: "Ed25519",
  16: "Ed448",
  252: "indirect keys",
  253: "private, named by a domain",
  254: "private, named by an OID",
};

/** Digests of DS records (IANA "DS RR Type Digest Algorithms"). */
export const DIGEST_NAMES: Readonly<Record<string, string>> = {
  0: "delete",
  1: "SHA-1, deprecated",
  2: "SHA-256",
  3: "GOST R 34.11-94, no longer used",
  4: "SHA-384",
};
