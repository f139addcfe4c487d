// Repositories that tests and pictures review.
import { spawnSync } from "node:child_process";
import { StepFailed } from "../steps.mjs";

const identity = ["user.name=Test", "user.email=test@example.org", "commit.gpgsign=false"].flatMap(
  (value) => ["-c", value],
);

/** Runs git in a folder, as somebody who has no settings. */
export function git(folder, ...args) {
  const { status, error } = spawnSync("git", [...identity, ...args], { cwd: folder, stdio: "inherit" });
  if (status !== 0)
    throw new StepFailed(
      `git ${args[0]} failed in a repository to review.`,
      error?.message ?? "Install git.",
    );
}
