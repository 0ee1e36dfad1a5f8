import { createRequire } from "node:module";

// A program without config, schemas or a component: RESOURCES resources of PACKAGES packages, in turn.

const pulumi = createRequire(import.meta.url)("@pulumi/pulumi");
const packages = process.env.PACKAGES.split(" ");

export default async () => {
  for (let index = 0; index < Number(process.env.RESOURCES); index++) {
    const name = packages[index % packages.length];
    new pulumi.CustomResource(`${name}:index:Thing`, `thing-${index}`, { name: `thing-${index}`, enabled: true });
  }
};
