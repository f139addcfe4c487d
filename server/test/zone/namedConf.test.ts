import assert from "node:assert/strict";
import { test } from "node:test";
import { configuredOrigin, parseNamedConf } from "../../src/zone/namedConf.ts";

const CONF = `// the zones of this server
options { directory "/var/cache/bind"; listen-on { any; }; };
/* zone "old.example" { file "old"; }; */
# zone "older.example" { file "older"; };
zone "Example.com" IN { type primary; file "/etc/bind/zones/customer.data"; allow-transfer { 192.0.2.1; }; };
view "inside" {
  match-clients { 10.0.0.0/8; };
  zone "example.net" { type master; file "inside/net"; };
};
view "outside" { zone "example.net." { type master; file "outside/net"; }; };
zone "2.0.192.in-addr.arpa" { type master; file "rev"; };
include "/etc/bind/more.conf";
zone "broken" { file "x
`;

test("the zone statements of a named.conf are read, in views too, and comments are not", () => {
  const { zones, directory } = parseNamedConf("/srv/dns/named.conf", CONF);
  assert.equal(directory, "/var/cache/bind");
  assert.deepEqual(
    zones.map(({ origin, file }) => [origin, file]),
    [
      ["example.com.", "/etc/bind/zones/customer.data"],
      ["example.net.", "inside/net"],
      ["example.net.", "outside/net"],
      ["2.0.192.in-addr.arpa.", "rev"],
    ],
  );
});

test("a file has the origin of the statement whose path is most like its own", () => {
  const confs = [parseNamedConf("/srv/dns/named.conf", CONF)];
  assert.equal(configuredOrigin(confs, "/srv/dns/zones/customer.data"), "example.com.");
  assert.equal(configuredOrigin(confs, "/srv/dns/outside/net"), "example.net.");
  assert.equal(configuredOrigin(confs, "/srv/dns/rev"), "2.0.192.in-addr.arpa.");
  // Another folder's file of the same name is another file.
  assert.equal(configuredOrigin(confs, "/srv/dns/net"), undefined);
  assert.equal(configuredOrigin(confs, "/srv/dns/other"), undefined);
});

test("two zones of one file leave its origin open", () => {
  const conf = 'zone "a.example" { file "shared"; }; zone "b.example" { file "shared"; };';
  assert.equal(configuredOrigin([parseNamedConf("/n/named.conf", conf)], "/n/shared"), undefined);
});
