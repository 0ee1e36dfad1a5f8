import { account } from "../../test/stage/open-cloud.ts";
import type { Subject } from "./subject.ts";

const audio = { name: "audio", jurisdiction: "default", permission: "write" };
const images = { name: "images", jurisdiction: "eu", permission: "write" };

export const r2Subjects: readonly Subject[] = [
  {
    name: "r2:Credentials",
    token: "parity:r2:Credentials",
    standsBeside: true,
    prepare: async ({ lineage }) => {
      const key = { accountId: account, name: "plyr-staging-storage", lineage };
      return {
        first: { ...key, buckets: [audio] },
        next: { ...key, buckets: [{ ...audio, permission: "read" }, images] },
      };
    },
  },
];
