import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ofString, plainOf, unknown } from "../value.ts";
import { base64 } from "./encodings.ts";
import type { TerraformFunction } from "./types.ts";

/** Characters that are hashed for one step of an evaluation. */
const CHARACTERS_A_STEP = 100;

/** Digests of a text's UTF-8. */
export const HASHES: Readonly<Record<string, TerraformFunction>> = {
  md5: digest(md5, bytesToHex),
  sha1: digest(sha1, bytesToHex),
  sha256: digest(sha256, bytesToHex),
  sha512: digest(sha512, bytesToHex),
  base64sha256: digest(sha256, base64),
  base64sha512: digest(sha512, base64),
};

function digest(
  hash: (octets: Uint8Array) => Uint8Array,
  printed: (octets: Uint8Array) => string,
): TerraformFunction {
  return ([value], at, budget) => {
    const text = plainOf(value);
    if (text === undefined) return undefined;
    budget.steps -= Math.ceil(text.length / CHARACTERS_A_STEP);
    return budget.steps <= 0 ? unknown(at) : ofString(printed(hash(utf8ToBytes(text))), at);
  };
}
