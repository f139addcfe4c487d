/** Character codes the SPF scanners compare with. */
export const TAB = 0x09;
export const SP = 0x20;
export const PERCENT = 0x25;
export const PLUS = 0x2b;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const EQUALS = 0x3d;
export const QUESTION = 0x3f;
export const UNDERSCORE = 0x5f;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const TILDE = 0x7e;

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isAlpha(code: number): boolean {
  const lower = code | 32;
  return lower >= 0x61 && lower <= 0x7a;
}

export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || isAlpha(code);
}

/** `+`, `-`, `~` or `?`. */
export function isQualifier(code: number): boolean {
  return code === MINUS || code === TILDE || code === QUESTION || code === PLUS;
}
