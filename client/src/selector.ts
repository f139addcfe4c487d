// Which documents the server reads: on every URI scheme, so also untitled ones, archives and pull requests.

/** Zone files, under our language id and under those of the other zone file extensions. */
export const zoneDocuments = [
  { language: "dns-zone" },
  { language: "zone" },
  { language: "dnszonefile" },
  { language: "bindzone" },
  { language: "dns" },
] as const;

/** Zone files and Terraform; the latter by pattern too, as `.tf` is plain text unless another extension claims it. */
export const servedDocuments = [
  ...zoneDocuments,
  { language: "terraform" },
  { language: "terraform-vars" },
  { language: "opentofu" },
  { language: "opentofu-vars" },
  { pattern: "**/*.{tf,tofu,tfvars}" },
  { pattern: "**/*.{tf,tofu,tfvars}.json" },
  { pattern: "**/terragrunt.hcl" },
] as const;
