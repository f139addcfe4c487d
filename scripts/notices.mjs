// What the bundles contain besides our own code: licence texts for people, a bill of materials (CycloneDX) for machines. Made from
// what esbuild says it bundled, so that nothing is named that is not there, and nothing is there that is not named.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./steps.mjs";

const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** Writes dist/THIRD-PARTY-NOTICES.txt and dist/sbom.cdx.json. @param metafiles esbuild's, one a bundle */
export async function writeNotices(metafiles) {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs).flatMap(packageFolder)));
  const packages = await Promise.all([...folders].sort().map(readPackage));
  const distinct = [...new Map(packages.map((one) => [`${one.name}@${one.version}`, one])).values()];
  await writeFile(join(root, "dist", "THIRD-PARTY-NOTICES.txt"), notices(distinct));
  await writeFile(
    join(root, "dist", "sbom.cdx.json"),
    `${JSON.stringify(await sbom(distinct), undefined, 2)}\n`,
  );
}

/** The folder of the package that a bundled file belongs to; none for our own files. */
function packageFolder(input) {
  const at = input.lastIndexOf("node_modules/");
  if (at < 0) return [];
  const [name, second] = input.slice(at + "node_modules/".length).split("/");
  return [input.slice(0, at) + join("node_modules", name.startsWith("@") ? join(name, second) : name)];
}

async function readPackage(folder) {
  const path = join(root, folder);
  const { name, version, license, homepage, repository } = JSON.parse(
    await readFile(join(path, "package.json"), "utf8"),
  );
  const files = (await readdir(path)).filter((file) => LICENCE.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(path, file), "utf8")));
  if (license === undefined && texts.length === 0)
    throw new Error(`${name} is bundled and states no licence: look at it before it is shipped`);
  const url = homepage ?? (typeof repository === "string" ? repository : repository?.url);
  return { name, version, license: String(license), url, texts };
}

function notices(packages) {
  const parts = packages.map(({ name, version, license, url, texts }) =>
    [`${name} ${version} (${license})`, url, "", ...texts.map((text) => text.trim())]
      .filter((line) => line !== undefined)
      .join("\n"),
  );
  const head = "DNS Lens contains the following packages, each under its own licence.";
  return `${[head, ...parts].join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

async function sbom(packages) {
  const own = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const component = ({ name, version, license }, type) => ({
    type,
    name,
    version,
    "bom-ref": `pkg:npm/${name.replace("@", "%40")}@${version}`,
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    licenses: [/ (?:OR|AND) /.test(license) ? { expression: license } : { license: { id: license } }],
  });
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: component(own, "application") },
    components: packages.map((one) => component(one, "library")),
  };
}
