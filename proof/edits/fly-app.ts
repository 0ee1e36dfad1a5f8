import type { Held } from "../stage/census.ts";
import { type Edit, the } from "./edit.ts";

/** The app that all subjects of one stand on. */
export const app = ({ fly }: Held) => the(fly.apps["plyr-api"]);

export const gone = { gone: true } as const;

export const appDeleted: Edit = {
  name: "app deleted",
  apply: ({ fly }) => void delete fly.apps["plyr-api"],
  shows: gone,
};
