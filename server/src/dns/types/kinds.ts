import type { Kind } from "./kind.ts";
import { ipv4, ipv6 } from "./kinds/addresses.ts";
import { prefix } from "./kinds/apl.ts";
import {
  base32hex,
  base64,
  dashedBase64,
  hex,
  key,
  optionalBase64,
  optionalHex,
  salt,
} from "./kinds/encoded.ts";
import { gateway, gatewayType, identity, prefixName, relay, suffix, tag } from "./kinds/gateways.ts";
import { atma, eui48, eui64, ipn, locator, nsap } from "./kinds/identifiers.ts";
import { altitude, horizontal, latitude, longitude, size, vertical } from "./kinds/loc.ts";
import {
  algorithm,
  bitmap,
  certAlgorithm,
  certType,
  coveredType,
  digestType,
  dsyncScheme,
  keyFlags,
  nameHash,
  oldBitmap,
  protocol,
  sigType,
  someTypes,
  type,
} from "./kinds/mnemonics.ts";
import { host, mailbox, name, quotedHost } from "./kinds/names.ts";
import { bit, octal, prefixLength, seconds, u8, u16, u32 } from "./kinds/numbers.ts";
import { regexp } from "./kinds/regexp.ts";
import { ipProtocol, ports } from "./kinds/services.ts";
import { caaTag, string, uri, value, x25 } from "./kinds/strings.ts";
import { svcParam } from "./kinds/svcparams.ts";
import { oldTime, time } from "./kinds/times.ts";

/** Every kind of field, by the key that the rows of the type table use. */
export const KINDS = {
  algorithm,
  altitude,
  atma,
  base32hex,
  base64,
  bit,
  bitmap,
  caaTag,
  certAlgorithm,
  certType,
  coveredType,
  dashedBase64,
  digestType,
  dsyncScheme,
  eui48,
  eui64,
  gateway,
  gatewayType,
  hex,
  horizontal,
  host,
  identity,
  ipn,
  ipProtocol,
  ipv4,
  ipv6,
  key,
  keyFlags,
  latitude,
  locator,
  longitude,
  mailbox,
  name,
  nameHash,
  nsap,
  octal,
  oldBitmap,
  oldTime,
  optionalBase64,
  optionalHex,
  ports,
  prefix,
  prefixLength,
  prefixName,
  protocol,
  quotedHost,
  regexp,
  relay,
  salt,
  seconds,
  sigType,
  size,
  someTypes,
  string,
  suffix,
  svcParam,
  tag,
  time,
  type,
  u8,
  u16,
  u32,
  uri,
  value,
  vertical,
  x25,
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;
