// The built extension as an installed one: only the files that the editor reads.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, runQuietly } from "../steps.mjs";
import { host } from "./install.mjs";

const parts = [
  "dist",
  "docs/walkthrough",
  "syntaxes",
  "language-configuration.json",
  "package.nls.json",
  "icon.png",
];

/** Copies the built extension to a folder, its manifest as `change` makes it. */
export async function copyExtension(folder, change = (manifest) => manifest) {
  await mkdir(folder, { recursive: true });
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
  const manifest = change(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
}

/** Installs it into the profile of an editor that is about to start. */
export function installInto(profile) {
  return copyExtension(join(profile, "extensions", "dnslens.dnslens-0.1.0"));
}

/** Installs a packaged extension as the editor itself does it. */
export function installVsix(profile, vsix) {
  const folder = join(profile, "extensions");
  return runQuietly("installing the .vsix", host.node, [
    host.server,
    ...["--install-extension", vsix, "--server-data-dir", profile, "--extensions-dir", folder],
    "--accept-server-license-terms",
  ]);
}

/** Settings of an editor that shows zone files and nothing else. */
export const quietSettings = {
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "extensions.ignoreRecommendations": true,
  "editor.minimap.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
};
