// The package's own declarations miss its default export and the template that `generate` takes.
declare module "dns-zonefile" {
  const zonefile: { generate(zone: object, template: string): string };
  export default zonefile;
}
