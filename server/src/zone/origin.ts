import { absoluteName } from "../dns/names.ts";

/**
 * The origin a file starts with: an absolute owner of its SOA, otherwise its name without `db.`, `.zone` and the like.
 * undefined where neither tells.
 */
export function originOf(uri: string, text: string): string | undefined {
  return soaOwner(text) ?? nameOfFile(uri);
}

function soaOwner(text: string): string | undefined {
  const head = text.slice(0, 65_536);
  const soa = /^([^\s;"()$]\S*\.)[ \t]+(?:[^\s;]+[ \t]+){0,2}SOA[ \t]/im.exec(head);
  return soa?.[1] === undefined ? undefined : absoluteName(soa[1], undefined);
}

function nameOfFile(uri: string): string | undefined {
  const file = (uri.split(/[/\\]/).at(-1) ?? "").replace(/[?#].*$/, "");
  const name =
    /^db\.(.+)$/i.exec(file)?.[1] ?? /^(.+)\.(?:zone|zonefile|db|dns|signed|rpz)$/i.exec(file)?.[1];
  const plain = name ?? (/\.arpa$/i.test(file) ? file : undefined);
  if (plain === undefined || !/^[a-z0-9_.-]+$/i.test(plain)) return undefined;
  return absoluteName(`${plain.replace(/\.$/, "")}.`, undefined);
}
